Attribute VB_Name = "Excel"
Option Explicit
' Does what Excel does with a ribbon: makes the control and the ribbon, and calls the callback that the XML names.

' Stands for Application.StatusBar: set in a document without a window, it makes LibreOffice abort a little later.
Public StatusBar As Variant

Public Function Shown() As Variant
    Shown = StatusBar
End Function

' How often the ribbon is asked to draw itself anew when another sheet comes to the front, after it was loaded. In one
' call: LibreOffice forgets the private variables of modules when a macro ends.
Public Function Invalidated() As Long
    Dim ribbon As IRibbonUI
    Set ribbon = New IRibbonUI
    SalesheetRibbon.SheetChanged
    SalesheetRibbon.RibbonLoaded ribbon
    SalesheetRibbon.SheetChanged
    Invalidated = ribbon.Count
End Function

Public Sub Click(ByVal button As String, ByVal tagged As String)
    SalesheetRibbon.OnButton Control(button, tagged)
End Sub

Public Function Ask(ByVal callback As String, ByVal button As String, ByVal tagged As String) As Variant
    Dim answer
    Select Case callback
        Case "SalesheetRibbon.GetLabel": SalesheetRibbon.GetLabel Control(button, tagged), answer
        Case "SalesheetRibbon.GetSupertip": SalesheetRibbon.GetSupertip Control(button, tagged), answer
        Case "SalesheetRibbon.GetEnabled": SalesheetRibbon.GetEnabled Control(button, tagged), answer
    End Select
    Ask = answer
End Function

Public Sub Go(ByVal sheet As String, ByVal address As String)
    ThisWorkbook.Worksheets(sheet).Activate
    ThisWorkbook.Worksheets(sheet).Range(address).Select
End Sub

Public Sub Fill(ByVal sheet As String, ByVal address As String, ByVal text As String)
    ThisWorkbook.Worksheets(sheet).Range(address).Value = text
End Sub

Public Sub Protect(ByVal sheet As String)
    ThisWorkbook.Worksheets(sheet).Protect
End Sub

Private Function Control(ByVal button As String, ByVal tagged As String) As IRibbonControl
    Set Control = New IRibbonControl
    Control.ID = button
    Control.Tag = tagged
End Function
