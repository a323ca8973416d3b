Attribute VB_Name = "SalesheetRibbon"
Option Explicit
' The callbacks of the ribbon (addin/customui/customUI14.xml). A button's id is the name of the function in
' addin/ribbon.py that it runs, and the key of its texts on the hidden sheet _texts.

Private shown As IRibbonUI

Public Sub RibbonLoaded(ribbon As IRibbonUI)
    Set shown = ribbon
    DescribeFunctions
End Sub

Public Sub GetLabel(control As IRibbonControl, ByRef returned)
    returned = Sentence(control.ID)
End Sub

Public Sub GetSupertip(control As IRibbonControl, ByRef returned)
    returned = Sentence(control.ID & ".tip")
End Sub

' A button with the tag "table" works on the rows of the sheet in front.
Public Sub GetEnabled(control As IRibbonControl, ByRef returned)
    returned = True
    If control.Tag = "table" Then returned = OnTable()
End Sub

Public Sub OnButton(control As IRibbonControl)
    Press control.ID
End Sub

' What a button does, by its name; for macros and keyboard shortcuts of a team's own, too.
Public Sub Press(ByVal button As String)
    Dim trouble As String
    On Error GoTo Failed
    trouble = SetupTrouble()
    If trouble <> "" Then
        Tell Sentence(trouble)
        Exit Sub
    End If
    RunButton button
    Exit Sub
Failed:
    Tell Sentence("failed") & vbLf & vbLf & Err.Description
End Sub

Public Sub SheetChanged()
    On Error Resume Next
    If Not shown Is Nothing Then shown.Invalidate
End Sub

Private Function OnTable() As Boolean
    On Error Resume Next
    OnTable = ActiveSheet.ListObjects.Count > 0
End Function
