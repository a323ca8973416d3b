Attribute VB_Name = "SalesheetSetup"
Option Explicit
' Says in words why a click cannot reach Python: the key of a text on _texts, or nothing where all is well.
' `salesheet excel install` writes what is read here (xlwings.conf); it is also the remedy.

Public Function SetupTrouble() As String
    Dim python As String, home As String, version As String
    On Error GoTo Missing
    #If Mac Then
        python = Setting("INTERPRETER_MAC")
    #Else
        python = Setting("INTERPRETER_WIN")
    #End If
    home = Setting("SALESHEET HOME")
    version = Setting("SALESHEET XLWINGS")
    On Error GoTo 0
    If python = "" Or home = "" Then
        SetupTrouble = "setup.none"
    ElseIf version <> MarkerValue("xlwings") Then
        SetupTrouble = "setup.version"
    ElseIf Not FileThere(python) Then
        SetupTrouble = "setup.python"
    ElseIf Not FileThere(home & Application.PathSeparator & "addin" & Application.PathSeparator & "ribbon.py") Then
        SetupTrouble = "setup.home"
    End If
    Exit Function
Missing:
    SetupTrouble = "setup.runtime"
End Function

' What a cell shows where a worksheet function cannot reach Python.
Public Function FunctionTrouble() As String
    #If Mac Then
        FunctionTrouble = Sentence("function.mac")
    #Else
        FunctionTrouble = Sentence("function.failed")
    #End If
End Function

' By name, not by reference: a missing module is an error that can be explained.
Public Function Setting(ByVal key As String) As String
    Setting = CStr(Application.Run("'" & Replace(ThisWorkbook.Name, "'", "''") & "'!xlwings.GetConfig", key, ""))
End Function

Private Function FileThere(ByVal path As String) As Boolean
    #If Mac Then
        ' Looking at a file there makes Excel ask the person for access to its folder.
        FileThere = True
    #Else
        On Error Resume Next
        FileThere = (GetAttr(path) And vbDirectory) = 0
        If Err.Number <> 0 Then FileThere = False
    #End If
End Function
