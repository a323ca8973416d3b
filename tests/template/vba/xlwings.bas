Attribute VB_Name = "xlwings"
Option Explicit
' Stands for the xlwings module, which LibreOffice cannot compile: keeps the command, reads settings from _lists!Z.

Public Function RunPython(PythonCommand As String)
    ThisWorkbook.Worksheets("_lists").Range("Y1").Value = PythonCommand
End Function

Public Function RunFrozenPython(Executable As String, Optional Args As String)
    ThisWorkbook.Worksheets("_lists").Range("Y1").Value = Executable & " " & Args
End Function

Public Function GetConfig(configKey As String, Optional default As String = "", Optional source As String = "") As Variant
    Dim row As Long
    GetConfig = default
    For row = 1 To 9
        If ThisWorkbook.Worksheets("_lists").Cells(row, 27).Value = configKey Then
            GetConfig = ThisWorkbook.Worksheets("_lists").Cells(row, 28).Value
        End If
    Next row
End Function

Public Sub SetConfig(ByVal row As Long, ByVal key As String, ByVal setTo As String)
    ThisWorkbook.Worksheets("_lists").Cells(row, 27).Value = key
    ThisWorkbook.Worksheets("_lists").Cells(row, 28).Value = setTo
End Sub

Public Function XLPy() As Object
    Set XLPy = New Python
End Function
