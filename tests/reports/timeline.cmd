$ ytterby report timeline Malaysia
?when	?what	?kind	?value	?source
"2020-11-15"	"RCEP signed"	"status change"	"signed"	"reference data"
"2022-01-01"	"RCEP in force among its first members"	"status change"	"in force"	"reference data"
"2022-03-18"	"RCEP in force for Malaysia"	"status change"	"in force"	"reference data"
"2023"	"Malaysia announces a full ban on exporting raw rare-earth ore"	"status change"	"announced"	"SMM 2025-10-26, resources"
"2023"	"Malaysia's share of rare-earth supply outside China, 2023"	"figure"	"significant part, no number given, of rare-earth supply outside China"	"SMM 2025-10-26, introduction 3"
"2023"	"rare earths mined in Malaysia, 2023"	"figure"	"310 t"	"SMM 2025-10-26, resources"
"2023 to 2025"	"Malaysia goes on looking for more joint work with China, 2023 to 2025"	"relation"	""	"SMM 2025-10-26, geopolitics"
"2023-12"	"China revises its catalogue of export-controlled technologies"	"status change"	"revised"	"SMM 2025-10-26, future path"
"2024"	"rare earths mined in Malaysia, 2024"	"figure"	"130 t"	"SMM 2025-10-26, resources"
"2025-10"	"China's Ministry of Commerce issues export controls that restrict technology further"	"status change"	"issued"	"SMM 2025-10-26, future path"
"before 2025-10"	"Malaysia and China talk again"	"meeting"	""	"SMM 2025-10-26, future path"
"2025-10-24"	"ASEAN meeting in Kuala Lumpur"	"meeting"	""	"SMM 2025-10-26, introduction 1"
"before 2025-10-24"	"Malaysia announces closer rare-earth cooperation with China and welcomes joint ventures"	"announcement"	""	"SMM 2025-10-26, introduction 1"
"2025-10-26"	"SMM overseas analysis: Malaysia's rare-earth industry (2025-10-26)"	"document"	""	"published by SMM"
"2026-03"	"the Lynas plant's operating permit is due for renewal, under social pressure"	"status change"	"due for renewal"	"SMM 2025-10-26, industry chain"
$ ytterby report timeline from=2025 to=2025-10
?when	?what	?kind	?value	?source
"2025-10"	"China's Ministry of Commerce issues export controls that restrict technology further"	"status change"	"issued"	"SMM 2025-10-26, future path"
"before 2025-10"	"Malaysia and China talk again"	"meeting"	""	"SMM 2025-10-26, future path"
"2025-10-24"	"ASEAN meeting in Kuala Lumpur"	"meeting"	""	"SMM 2025-10-26, introduction 1"
"before 2025-10-24"	"Malaysia announces closer rare-earth cooperation with China and welcomes joint ventures"	"announcement"	""	"SMM 2025-10-26, introduction 1"
"2025-10-26"	"SMM overseas analysis: Malaysia's rare-earth industry (2025-10-26)"	"document"	""	"published by SMM"
