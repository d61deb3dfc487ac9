$ ytterby report agreements Malaysia China
?agreement	?aspect	?value	?when	?source
"Regional Comprehensive Economic Partnership"	"kind"	"free-trade agreement"	""	"reference data"
"Regional Comprehensive Economic Partnership"	"party"	"Australia"	""	"reference data"
"Regional Comprehensive Economic Partnership"	"party"	"Brunei"	""	"reference data"
"Regional Comprehensive Economic Partnership"	"party"	"Cambodia"	""	"reference data"
"Regional Comprehensive Economic Partnership"	"party"	"China"	""	"reference data"
"Regional Comprehensive Economic Partnership"	"party"	"Indonesia"	""	"reference data"
"Regional Comprehensive Economic Partnership"	"party"	"Japan"	""	"reference data"
"Regional Comprehensive Economic Partnership"	"party"	"Laos"	""	"reference data"
"Regional Comprehensive Economic Partnership"	"party"	"Malaysia"	""	"reference data"
"Regional Comprehensive Economic Partnership"	"party"	"Myanmar"	""	"reference data"
"Regional Comprehensive Economic Partnership"	"party"	"New Zealand"	""	"reference data"
"Regional Comprehensive Economic Partnership"	"party"	"Philippines"	""	"reference data"
"Regional Comprehensive Economic Partnership"	"party"	"Singapore"	""	"reference data"
"Regional Comprehensive Economic Partnership"	"party"	"South Korea"	""	"reference data"
"Regional Comprehensive Economic Partnership"	"party"	"Thailand"	""	"reference data"
"Regional Comprehensive Economic Partnership"	"party"	"Vietnam"	""	"reference data"
"Regional Comprehensive Economic Partnership"	"status"	"signed"	"2020-11-15"	"reference data"
"Regional Comprehensive Economic Partnership"	"status"	"in force"	"2022-01-01"	"reference data"
"Regional Comprehensive Economic Partnership"	"status"	"in force for Malaysia"	"2022-03-18"	"reference data"
"Regional Comprehensive Economic Partnership"	"provision"	"RCEP: zero tariffs on Malaysia's processed rare-earth products in Japan, South Korea, Australia and others"	""	"SMM 2025-10-26, strengths"
"Regional Comprehensive Economic Partnership"	"market"	"Australia"	""	"SMM 2025-10-26, strengths"
"Regional Comprehensive Economic Partnership"	"market"	"Japan"	""	"SMM 2025-10-26, strengths"
"Regional Comprehensive Economic Partnership"	"market"	"South Korea"	""	"SMM 2025-10-26, strengths"
"Regional Comprehensive Economic Partnership"	"tariff rate"	"0 %"	""	"SMM 2025-10-26, strengths"
"Malaysia announces closer rare-earth cooperation with China and welcomes joint ventures"	"kind"	"announcement"	"before 2025-10-24"	"SMM 2025-10-26, introduction 1"
"Malaysia announces closer rare-earth cooperation with China and welcomes joint ventures"	"actor"	"Malaysia"	"before 2025-10-24"	"SMM 2025-10-26, introduction 1"
"Malaysia announces closer rare-earth cooperation with China and welcomes joint ventures"	"target"	"China"	"before 2025-10-24"	"SMM 2025-10-26, introduction 1"
"Malaysia announces closer rare-earth cooperation with China and welcomes joint ventures"	"topic"	"cooperation with China"	"before 2025-10-24"	"SMM 2025-10-26, introduction 1"
"Malaysia announces closer rare-earth cooperation with China and welcomes joint ventures"	"topic"	"joint ventures"	"before 2025-10-24"	"SMM 2025-10-26, introduction 1"
"Malaysia and China talk again"	"kind"	"meeting"	"before 2025-10"	"SMM 2025-10-26, future path"
"Malaysia and China talk again"	"party"	"China"	"before 2025-10"	"SMM 2025-10-26, future path"
"Malaysia and China talk again"	"party"	"Malaysia"	"before 2025-10"	"SMM 2025-10-26, future path"
"Malaysia and China talk again"	"topic"	"cooperation with China"	"before 2025-10"	"SMM 2025-10-26, future path"
$ ytterby report agreements Lynas
?agreement	?aspect	?value	?when	?source
"Malaysia and Lynas set up the plant in Pahang together"	"kind"	"venture"	""	"SMM 2025-10-26, geopolitics"
"Malaysia and Lynas set up the plant in Pahang together"	"party"	"Lynas"	""	"SMM 2025-10-26, geopolitics"
"Malaysia and Lynas set up the plant in Pahang together"	"party"	"Malaysia"	""	"SMM 2025-10-26, geopolitics"
"Malaysia and Lynas set up the plant in Pahang together"	"asset"	"Lynas plant in Pahang"	""	"SMM 2025-10-26, geopolitics"
"Malaysia and Lynas set up the plant in Pahang together"	"stage"	"midstream"	""	"SMM 2025-10-26, geopolitics"
"Malaysia and Lynas set up the plant in Pahang together"	"place"	"Pahang"	""	"SMM 2025-10-26, geopolitics"

# Within a time: what the graph has a date of.
$ ytterby report agreements from=2025 to=2025-10 | cut -f 1 | uniq
?agreement
"Malaysia announces closer rare-earth cooperation with China and welcomes joint ventures"
"ASEAN meeting in Kuala Lumpur"
"Malaysia and China talk again"

$ ytterby report agreements Malaysia to=2022 | cut -f 1 | uniq
?agreement
"Regional Comprehensive Economic Partnership"

