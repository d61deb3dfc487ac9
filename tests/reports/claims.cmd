$ ytterby report claims
?who	?stance	?on	?claim	?remark	?when	?source
"Anwar Ibrahim"	"opposes"	"containment of China's rise"	"holding China's rise down would only make it more discontented"	""	"told 2025-10-26"	"SMM 2025-10-26, geopolitics"
"Anwar Ibrahim"	"opposes"	"taking sides between great powers"	"Malaysia should not take sides"	"repeatedly"	"told 2025-10-26"	"SMM 2025-10-26, geopolitics"
"China"	"is confident"	"cooperation with China"	"both sides still trust in their cooperation"	""	"told 2025-10-26"	"SMM 2025-10-26, future path"
"Malaysia"	"is confident"	"cooperation with China"	"both sides still trust in their cooperation"	""	"told 2025-10-26"	"SMM 2025-10-26, future path"
"Nik Nazmi"	"concedes"	"technology dependence"	"Malaysia's rare-earth industry has no way forward without technology from China"	"in public"	"told 2025-10-26"	"SMM 2025-10-26, introduction 2"

$ ytterby report claims 'Anwar Ibrahim'
?who	?stance	?on	?claim	?remark	?when	?source
"Anwar Ibrahim"	"opposes"	"containment of China's rise"	"holding China's rise down would only make it more discontented"	""	"told 2025-10-26"	"SMM 2025-10-26, geopolitics"
"Anwar Ibrahim"	"opposes"	"taking sides between great powers"	"Malaysia should not take sides"	"repeatedly"	"told 2025-10-26"	"SMM 2025-10-26, geopolitics"

