Attribute VB_Name = "SalesheetRuntime"
Option Explicit
' The only module that calls the xlwings module directly: VBA compiles it when it is first used, so that the others
' can still explain what is wrong where that module is missing.

Public Sub RunButton(ByVal button As String)
    Dim before As String
    before = Sentence("running")
    Application.StatusBar = before
    If LCase(Setting("SALESHEET RESIDENT")) = "true" Then  ' never on a Mac
        ' The light script hands the click to the resident helper, and does it itself where none answers.
        RunFrozenPython Setting("INTERPRETER_WIN"), "-S -E -B """ & Setting("SALESHEET HOME") & _
            Application.PathSeparator & "sync" & Application.PathSeparator & "resident.py"" " & button
    Else
        RunPython "import addin.ribbon; addin.ribbon." & button & "()"
    End If
    ' Python says in the status bar what was done; what went wrong, with its remedy, xlwings has shown from its log.
    ' On a Mac Python is still at work here, and xlwings clears the bar.
    If CStr(Application.StatusBar) = before Then Application.StatusBar = False
End Sub
