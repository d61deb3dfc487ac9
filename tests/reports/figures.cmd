$ ytterby report figures
?whose	?what	?value	?low	?high	?unit	?basis	?status	?period	?source
"China"	"patents held"	"469000"	469000	469000	"patents"	"count"	"actual"	""	"SMM 2025-10-26, technology"
"China"	"rare-earth output"	"> 60"	60		"% of world output of rare earths"	"share"	"actual"	""	"SMM 2025-10-26, technology"
"Malaysia"	"coverage of free-trade agreements"	"74.5"	74.5	74.5	"% of global economy"	"share"	"actual"	""	"SMM 2025-10-26, strengths"
"Malaysia"	"free-trade agreements signed"	"15"	15	15	"agreements"	"count"	"actual"	""	"SMM 2025-10-26, strengths"
"Malaysia"	"mine output"	"310"	310	310	"t"	"basis not stated"	"actual"	"2023"	"SMM 2025-10-26, resources"
"Malaysia"	"mine output"	"130"	130	130	"t"	"basis not stated"	"actual"	"2024"	"SMM 2025-10-26, resources"
"Malaysia"	"rare-earth supply"	"significant, no number given"			"% of rare-earth supply outside China"	"share"	"actual"	"2023"	"SMM 2025-10-26, introduction 3"
"Malaysia"	"resources"	"16.2 to 18.18"	16.2	18.18	"million t"	"basis not stated"	"estimate, by official statistics"	""	"SMM 2025-10-26, resources"
"Malaysia"	"technological participation of local firms"	"< 20"		20	"% of Malaysia's downstream rare-earth industry"	"share"	"actual"	""	"SMM 2025-10-26, industry chain"
"Malaysia"	"value of resources"	"12"	12	12	"% of Malaysia's GDP"	"share"	"estimate, by official statistics"	""	"SMM 2025-10-26, resources"
"Malaysia"	"value of resources"	"up to 175"		175	"billion USD"	"money"	"estimate, by official statistics"	""	"SMM 2025-10-26, resources"
"MyTalent"	"length of work visas"	"up to 10"		10	"years"	"duration"	"actual"	""	"SMM 2025-10-26, challenges"
"Rare Earth Technology Innovation Fund"	"companies attracted"	"23"	23	23	"companies"	"count"	"actual"	""	"SMM 2025-10-26, technology"
"Regional Comprehensive Economic Partnership"	"tariff rate"	"0"	0	0	"%"	"rate"	"actual"	""	"SMM 2025-10-26, strengths"

