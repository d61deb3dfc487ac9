# One document: nothing to disagree with. What its figures lack: F05 has no number, F07, F13 and F14 no basis.
$ ytterby report conflicts
?finding	?whose	?what	?period	?one	?other	?remark	?source
"compared"	""	"14 figures of 1 document"	""	""	""	"one document alone cannot disagree with another"	""
"no number"	"Malaysia"	"Malaysia's share of rare-earth supply outside China, 2023"	"2023"	""	""	"\"significant\""	"SMM 2025-10-26, introduction 3"
"basis not told"	"Malaysia"	"Malaysia's rare-earth resources"	""	""	""	"compare it with no oxide or metal figure"	"SMM 2025-10-26, resources"
"basis not told"	"Malaysia"	"rare earths mined in Malaysia, 2023"	"2023"	""	""	"compare it with no oxide or metal figure"	"SMM 2025-10-26, resources"
"basis not told"	"Malaysia"	"rare earths mined in Malaysia, 2024"	"2024"	""	""	"compare it with no oxide or metal figure"	"SMM 2025-10-26, resources"
"no period"	"China"	"China's share of world rare-earth output"	""	""	""	""	"SMM 2025-10-26, technology"
"no period"	"China"	"rare-earth patents held by China"	""	""	""	""	"SMM 2025-10-26, technology"
"no period"	"Malaysia"	"Malaysia's rare-earth resources"	""	""	""	""	"SMM 2025-10-26, resources"
"no period"	"Malaysia"	"free-trade agreements signed by Malaysia"	""	""	""	""	"SMM 2025-10-26, strengths"
"no period"	"Malaysia"	"potential value of Malaysia's rare-earth resources"	""	""	""	""	"SMM 2025-10-26, resources"
"no period"	"Malaysia"	"share of the global economy covered by Malaysia's free-trade agreements"	""	""	""	""	"SMM 2025-10-26, strengths"
"no period"	"Malaysia"	"technological participation of Malaysian firms downstream"	""	""	""	""	"SMM 2025-10-26, industry chain"
"no period"	"Malaysia"	"value of Malaysia's rare-earth resources against its GDP"	""	""	""	""	"SMM 2025-10-26, resources"
"no period"	"MyTalent"	"length of MyTalent work visas for foreign rare-earth experts"	""	""	""	""	"SMM 2025-10-26, challenges"
"no period"	"Rare Earth Technology Innovation Fund"	"multinationals attracted by the Rare Earth Technology Innovation Fund"	""	""	""	""	"SMM 2025-10-26, technology"
"no period"	"Regional Comprehensive Economic Partnership"	"tariff on Malaysia's processed rare-earth products under RCEP"	""	""	""	""	"SMM 2025-10-26, strengths"

$ ytterby report conflicts China
?finding	?whose	?what	?period	?one	?other	?remark	?source
"compared"	""	"2 figures of 1 document"	""	""	""	"one document alone cannot disagree with another"	""
"no period"	"China"	"China's share of world rare-earth output"	""	""	""	""	"SMM 2025-10-26, technology"
"no period"	"China"	"rare-earth patents held by China"	""	""	""	""	"SMM 2025-10-26, technology"

