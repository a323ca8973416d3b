Attribute VB_Name = "SalesheetTexts"
Option Explicit
' What people read. The texts stand on the hidden sheet _texts (key, Chinese, English), so that this source is ASCII.

' The text of a key in the workbook's language; the key itself where the sheet was deleted.
Public Function Sentence(ByVal key As String) As String
    Dim column As Long
    column = 2
    If MarkerValue("language") = "en" Then column = 3
    Sentence = LookUp("_texts", key, column)
    If Sentence = "" Then Sentence = key
End Function

' What the hidden sheet _salesheet says about this workbook.
Public Function MarkerValue(ByVal key As String) As String
    MarkerValue = LookUp("_salesheet", key, 2)
End Function

Public Sub Tell(ByVal message As String)
    Application.StatusBar = False
    MsgBox message, vbExclamation, Sentence("salesheet")
End Sub

' Names the arguments in Excel's function dialog. The texts' keys are CRM_NAME and CRM_NAME.argument.
Public Sub DescribeFunctions()
    Dim row As Long, key As String, saved As Boolean
    On Error Resume Next
    saved = ThisWorkbook.Saved
    row = 1
    Do While CellText("_texts", row, 1) <> ""
        key = CellText("_texts", row, 1)
        If Left(key, 4) = "CRM_" And InStr(key, ".") = 0 Then
            Application.MacroOptions Macro:="'" & Replace(ThisWorkbook.Name, "'", "''") & "'!" & key, _
                Description:=Sentence(key), Category:=Sentence("salesheet"), _
                ArgumentDescriptions:=Split(Sentence(key & ".arguments"), vbLf)
        End If
        row = row + 1
    Loop
    ThisWorkbook.Saved = saved
End Sub

Private Function LookUp(ByVal sheet As String, ByVal key As String, ByVal column As Long) As String
    Dim row As Long
    On Error Resume Next
    row = 1
    Do While CellText(sheet, row, 1) <> ""
        If CellText(sheet, row, 1) = key Then
            LookUp = CellText(sheet, row, column)
            Exit Function
        End If
        row = row + 1
    Loop
End Function

Private Function CellText(ByVal sheet As String, ByVal row As Long, ByVal column As Long) As String
    On Error Resume Next
    CellText = CStr(ThisWorkbook.Worksheets(sheet).Cells(row, column).Value)
End Function
