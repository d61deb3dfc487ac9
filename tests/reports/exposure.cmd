$ ytterby report exposure Malaysia
?who	?exposure	?to	?for	?value	?unit	?remark	?when	?source
"Malaysia"	"depends on"	"foreign rare-earth technology"	"dependence of supply"	""	""	"wholly"	""	"SMM 2025-10-26, introduction 3"
"Malaysia"	"said to depend on"	"Chinese rare-earth technology"	""	""	""	"Nik Nazmi concedes it"	""	"SMM 2025-10-26, introduction 2"
"Malaysia"	"held by outsiders"	"Japanese magnet makers"	"magnet making"	""	""	"from Japan"	""	"SMM 2025-10-26, industry chain"
"Malaysia"	"held by outsiders"	"Swiss magnet makers"	"magnet making"	""	""	"from Switzerland"	""	"SMM 2025-10-26, industry chain"
"Malaysia"	"own part only"	"others"	"downstream"	"< 20"	"%"	"of Malaysia's downstream rare-earth industry"	""	"SMM 2025-10-26, industry chain"
"Malaysia"	"hampered by"	"China"	"access to Chinese technology"	""	""	"China's Catalogue of technologies prohibited and restricted from export: revised"	"2023-12"	"SMM 2025-10-26, future path"
"Malaysia"	"hampered by"	"Ministry of Commerce of China"	"access to Chinese technology"	""	""	"export controls of China's Ministry of Commerce: issued"	"2025-10"	"SMM 2025-10-26, future path"
"Malaysia"	"aimed at"	"United States"	"tariff cut"	""	""	"US tariff cuts on Malaysian rare-earth products: in force"	"in recent years"	"SMM 2025-10-26, geopolitics"
"Malaysia"	"threatened by"	"United States"	"exclusion from markets"	""	""	"on deeper cooperation with China"	""	"SMM 2025-10-26, challenges"
"Malaysia"	"lacks"	""	"magnet making"	""	""	"core rare-earth technology"	""	"SMM 2025-10-26, technology"
"Malaysia"	"lacks"	""	"midstream"	""	""	"core rare-earth technology"	""	"SMM 2025-10-26, technology"
"Malaysia"	"lacks"	""	"mining"	""	""	"core rare-earth technology"	""	"SMM 2025-10-26, technology"

$ ytterby report exposure China
?who	?exposure	?to	?for	?value	?unit	?remark	?when	?source
"China"	"aimed at"	"United States"	"containment strategy"	""	""	"US small-yard, high-fence strategy: under way"	"time not stated"	"SMM 2025-10-26, future path"
"China"	"aimed at"	"United States"	"supply-chain policy"	""	""	"US policy of a rare-earth supply chain without China: under way"	"time not stated"	"SMM 2025-10-26, geopolitics"

# What is told of no commodity is kept; magnets are another commodity.
$ ytterby report exposure Malaysia neodymium | cut -f 2-4
?exposure	?to	?for
"depends on"	"foreign rare-earth technology"	"dependence of supply"
"said to depend on"	"Chinese rare-earth technology"	""
"own part only"	"others"	"downstream"
"hampered by"	"China"	"access to Chinese technology"
"hampered by"	"Ministry of Commerce of China"	"access to Chinese technology"
"aimed at"	"United States"	"tariff cut"
"threatened by"	"United States"	"exclusion from markets"
"lacks"	""	"magnet making"
"lacks"	""	"midstream"
"lacks"	""	"mining"

