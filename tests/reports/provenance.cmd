$ ytterby report provenance Lynas
?kind	?statement	?link	?passage	?document	?publisher	?published
"relation"	"Lynas comes from Australia"	"subject"	"SMM 2025-10-26, geopolitics"	"SMM overseas analysis: Malaysia's rare-earth industry (2025-10-26)"	"SMM"	"2025-10-26"^^<http://www.w3.org/2001/XMLSchema#date>
"venture"	"Malaysia and Lynas set up the plant in Pahang together"	"party"	"SMM 2025-10-26, geopolitics"	"SMM overseas analysis: Malaysia's rare-earth industry (2025-10-26)"	"SMM"	"2025-10-26"^^<http://www.w3.org/2001/XMLSchema#date>
"permit"	"operating permit of the Lynas plant"	"holder"	"SMM 2025-10-26, industry chain"	"SMM overseas analysis: Malaysia's rare-earth industry (2025-10-26)"	"SMM"	"2025-10-26"^^<http://www.w3.org/2001/XMLSchema#date>
$ ytterby report provenance y:Raw-ore-export-ban
?kind	?statement	?link	?passage	?document	?publisher	?published
"policy"	"Malaysia's raw-ore export ban"	"itself"	"SMM 2025-10-26, resources"	"SMM overseas analysis: Malaysia's rare-earth industry (2025-10-26)"	"SMM"	"2025-10-26"^^<http://www.w3.org/2001/XMLSchema#date>
"provision"	"aim of the export ban: investors build plants in Malaysia, value stays in the country"	"provision of"	"SMM 2025-10-26, resources"	"SMM overseas analysis: Malaysia's rare-earth industry (2025-10-26)"	"SMM"	"2025-10-26"^^<http://www.w3.org/2001/XMLSchema#date>
"status change"	"Malaysia announces a full ban on exporting raw rare-earth ore"	"about"	"SMM 2025-10-26, resources"	"SMM overseas analysis: Malaysia's rare-earth industry (2025-10-26)"	"SMM"	"2025-10-26"^^<http://www.w3.org/2001/XMLSchema#date>
