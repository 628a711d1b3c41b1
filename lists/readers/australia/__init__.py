"""Reader of Australia's consolidated list, which the Department of Foreign Affairs and Trade publishes as a workbook."""
