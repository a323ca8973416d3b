"""Setting up a computer's Excel for the workbook's buttons: what is to be done, doing it, looking whether it holds."""
