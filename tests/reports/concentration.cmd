# "Over 60 %" leaves limits: the index is at least 60 * 60, and at most that of a monopoly. What is not counted is said.
$ ytterby report concentration neodymium
?market	?period	?measure	?low	?high	?unit	?who	?remark	?source
"world output of rare earths, share"	""	"index (HHI)"	"3600"^^<http://www.w3.org/2001/XMLSchema#decimal>	"10000"^^<http://www.w3.org/2001/XMLSchema#decimal>	"sum of squared %"	""	"above 2500: highly concentrated"	"SMM 2025-10-26, technology"
"world output of rare earths, share"	""	"largest"	"60"^^<http://www.w3.org/2001/XMLSchema#decimal>	"100"^^<http://www.w3.org/2001/XMLSchema#decimal>	"%"	"China"	""	"SMM 2025-10-26, technology"
"world output of rare earths, share"	""	"three largest"	"60"^^<http://www.w3.org/2001/XMLSchema#decimal>	"100"^^<http://www.w3.org/2001/XMLSchema#decimal>	"%"	""	""	"SMM 2025-10-26, technology"
"world output of rare earths, share"	""	"told"	"60"^^<http://www.w3.org/2001/XMLSchema#decimal>	"60"^^<http://www.w3.org/2001/XMLSchema#decimal>	"%"	"1 producer"	"of the whole; some only within limits, or sources disagree"	"SMM 2025-10-26, technology"
"Malaysia's rare-earth resources"	""	"left out"	16.2	18.18	"million t, basis not stated"	"Malaysia"	"a mass that is only bounded makes no share"	"SMM 2025-10-26, resources"
"Malaysia's share of rare-earth supply outside China, 2023"	"2023"	"left out"			"%, share"	"Malaysia"	"no number is given"	"SMM 2025-10-26, introduction 3"
"potential value of Malaysia's rare-earth resources"	""	"left out"		175	"billion USD, money"	"Malaysia"	"no amount of material"	"SMM 2025-10-26, resources"
"rare earths mined in Malaysia, 2023"	"2023"	"left out"	310	310	"t, basis not stated"	"Malaysia"	"a mass of the only one of whom it is told makes no share"	"SMM 2025-10-26, resources"
"rare earths mined in Malaysia, 2024"	"2024"	"left out"	130	130	"t, basis not stated"	"Malaysia"	"a mass of the only one of whom it is told makes no share"	"SMM 2025-10-26, resources"
"rare-earth patents held by China"	""	"left out"	469000	469000	"patents, count"	"China"	"no amount of material"	"SMM 2025-10-26, technology"
"value of Malaysia's rare-earth resources against its GDP"	""	"left out"	12	12	"%, share"	"Malaysia"	"no amount of material"	"SMM 2025-10-26, resources"

$ ytterby report concentration
! ytterby: error: report concentration needs commodity: an element or another commodity, e.g. neodymium; what is told of its groups counts, too
? 64

