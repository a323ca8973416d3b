Attribute VB_Name = "xlwings"
Option Explicit
' Stands for the xlwings module, which LibreOffice cannot compile: starts the Python of the settings (_lists!Z) on the
' command and waits for it, as that module does on Windows. A Shell that waits would not do: LibreOffice answers nobody
' meanwhile, Python least of all.

Public Function RunPython(PythonCommand As String)
    Dim paths As String, result As String, line As String
    paths = GetConfig("ADD_WORKBOOK_TO_PYTHONPATH", "true") & ";" & ThisWorkbook.FullName & ";" & ThisWorkbook.FullName
    paths = paths & ";;;;" & GetConfig("PYTHONPATH")
    result = GetConfig("RESULT")
    line = "-B " & Quoted(GetConfig("CALLER")) & " " & Quoted(GetConfig("PIPE")) & " " & Quoted(result)
    line = line & " " & Quoted(paths) & " " & Quoted(PythonCommand)
    line = line & " " & Quoted("--wb=" & ThisWorkbook.Name) & " --from_xl=1"
    Started GetConfig("INTERPRETER_WIN"), line
    RunPython = 0
End Function

Public Function RunFrozenPython(Executable As String, Optional Args As String)
    Started Executable, Args & " " & Quoted("--wb=" & ThisWorkbook.Name) & " --from_xl=1"
End Function

Private Sub Started(ByVal program As String, ByVal line As String)
    Dim result As String
    result = GetConfig("RESULT")
    Shell program, 0, line, False
    Do While Not FileExists(result)
        Wait 20
    Loop
    ' What Python said in the status bar, which is not the program's here.
    Excel.StatusBar = ThisWorkbook.Worksheets("_lists").Range("Y1").Value
End Sub

Private Function Quoted(ByVal text As String) As String
    Quoted = Chr(34) & text & Chr(34)
End Function

Public Function GetConfig(configKey As String, Optional default As String = "", Optional source As String = "") As Variant
    Dim row As Long
    GetConfig = default
    For row = 1 To 12
        If ThisWorkbook.Worksheets("_lists").Cells(row, 27).Value = configKey Then
            GetConfig = ThisWorkbook.Worksheets("_lists").Cells(row, 28).Value
        End If
    Next row
End Function

Public Sub SetConfig(ByVal row As Long, ByVal key As String, ByVal setTo As String)
    ThisWorkbook.Worksheets("_lists").Cells(row, 27).Value = key
    ThisWorkbook.Worksheets("_lists").Cells(row, 28).NumberFormat = "@"
    ThisWorkbook.Worksheets("_lists").Cells(row, 28).Value = setTo
End Sub

Public Function XLPy() As Object
    Set XLPy = New Python
End Function
