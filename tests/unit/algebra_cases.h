/* Queries and the algebra that they are translated to, and how it is rewritten; the prefix : is <x:>. The first table
 * has the examples of SPARQL 1.1 Query, section 18.2.3. */
#ifndef TESTS_ALGEBRA_CASES_H
#define TESTS_ALGEBRA_CASES_H

typedef struct Case {
    const char *title, *query, *expected;
} Case;

/* clang-format off */
static const Case group_cases[] = {
    {"triples",
     "SELECT * { ?s ?p ?o }",
     "Project(?s ?p ?o)\n"
     "  BGP(?s ?p ?o)\n"},
    {"two triples are one pattern",
     "SELECT * { ?s :p1 ?v1 ; :p2 ?v2 }",
     "Project(?s ?v1 ?v2)\n"
     "  BGP(?s <x:p1> ?v1 . ?s <x:p2> ?v2)\n"},
    {"union",
     "SELECT * { { ?s :p1 ?v1 } UNION { ?s :p2 ?v2 } }",
     "Project(?s ?v1 ?v2)\n"
     "  Union\n"
     "    BGP(?s <x:p1> ?v1)\n"
     "    BGP(?s <x:p2> ?v2)\n"},
    {"unions are taken from the left",
     "SELECT * { { ?s :p1 ?v1 } UNION { ?s :p2 ?v2 } UNION { ?s :p3 ?v3 } }",
     "Project(?s ?v1 ?v2 ?v3)\n"
     "  Union\n"
     "    Union\n"
     "      BGP(?s <x:p1> ?v1)\n"
     "      BGP(?s <x:p2> ?v2)\n"
     "    BGP(?s <x:p3> ?v3)\n"},
    {"optional",
     "SELECT * { ?s :p1 ?v1 OPTIONAL { ?s :p2 ?v2 } }",
     "Project(?s ?v1 ?v2)\n"
     "  LeftJoin\n"
     "    BGP(?s <x:p1> ?v1)\n"
     "    BGP(?s <x:p2> ?v2)\n"},
    {"optional, then triples",
     "SELECT * { ?s :p1 ?v1 OPTIONAL { ?s :p2 ?v2 } ?s :p3 ?v3 }",
     "Project(?s ?v1 ?v2 ?v3)\n"
     "  Join\n"
     "    LeftJoin\n"
     "      BGP(?s <x:p1> ?v1)\n"
     "      BGP(?s <x:p2> ?v2)\n"
     "    BGP(?s <x:p3> ?v3)\n"},
    {"optional with a filter",
     "SELECT * { ?s :p1 ?v1 OPTIONAL { ?s :p2 ?v2 FILTER(?v1 < ?v2) } }",
     "Project(?s ?v1 ?v2)\n"
     "  LeftJoin((?v1 < ?v2))\n"
     "    BGP(?s <x:p1> ?v1)\n"
     "    BGP(?s <x:p2> ?v2)\n"},
    {"filter and optional",
     "SELECT * { ?s :p1 ?v1 FILTER(?v1 < ?v2) OPTIONAL { ?s :p3 ?v3 } }",
     "Project(?s ?v1 ?v3)\n"
     "  Filter((?v1 < ?v2))\n"
     "    LeftJoin\n"
     "      BGP(?s <x:p1> ?v1)\n"
     "      BGP(?s <x:p3> ?v3)\n"},
    {"filter",
     "SELECT * { FILTER(?v = ?w) ?s :p ?v . ?s :q ?w }",
     "Project(?s ?v ?w)\n"
     "  Filter((?v = ?w))\n"
     "    BGP(?s <x:p> ?v . ?s <x:q> ?w)\n"},
    {"bind",
     "SELECT * { ?s :p ?v BIND(STR(?v) AS ?v2) ?s :p1 ?v3 }",
     "Project(?s ?v ?v2 ?v3)\n"
     "  Join\n"
     "    Extend(?v2, STR(?v))\n"
     "      BGP(?s <x:p> ?v)\n"
     "    BGP(?s <x:p1> ?v3)\n"},
    {"bind over all before it",
     "SELECT * { ?s :p ?v { ?s :q ?w } BIND(STR(?v) AS ?z) }",
     "Project(?s ?v ?w ?z)\n"
     "  Extend(?z, STR(?v))\n"
     "    Join\n"
     "      BGP(?s <x:p> ?v)\n"
     "      BGP(?s <x:q> ?w)\n"},
    {"minus",
     "SELECT * { ?s :p ?v MINUS { ?s :p1 ?v2 } }",
     "Project(?s ?v)\n"
     "  Minus\n"
     "    BGP(?s <x:p> ?v)\n"
     "    BGP(?s <x:p1> ?v2)\n"},
    {"sub-select",
     "SELECT * { ?s :p ?o { SELECT DISTINCT ?o { ?o ?p ?z } } }",
     "Project(?s ?o)\n"
     "  Join\n"
     "    BGP(?s <x:p> ?o)\n"
     "    Distinct\n"
     "      Project(?o)\n"
     "        BGP(?o ?p ?z)\n"},
};

static const Case trap_cases[] = {
    {"the empty group is the unit",
     "SELECT * { }",
     "Project()\n"
     "  Unit\n"},
    {"nothing but a filter",
     "SELECT * { FILTER(true) }",
     "Project()\n"
     "  Filter(\"true\"^^<http://www.w3.org/2001/XMLSchema#boolean>)\n"
     "    Unit\n"},
    {"triples on both sides of a filter are one pattern",
     "SELECT * { ?s :p _:b FILTER(?s = :x) _:b :q ?o }",
     "Project(?s ?o)\n"
     "  Filter((?s = <x:x>))\n"
     "    BGP(?s <x:p> _:b . _:b <x:q> ?o)\n"},
    {"a blank node is a variable that nobody sees",
     "SELECT * { [ :p ?o ] }",
     "Project(?o)\n"
     "  BGP(_:.1 <x:p> ?o)\n"},
    {"nested groups do not merge",
     "SELECT * { ?s :p ?o { ?s :q ?z } ?z :r ?w }",
     "Project(?s ?o ?z ?w)\n"
     "  Join\n"
     "    Join\n"
     "      BGP(?s <x:p> ?o)\n"
     "      BGP(?s <x:q> ?z)\n"
     "    BGP(?z <x:r> ?w)\n"},
    {"an optional after nothing",
     "SELECT * { OPTIONAL { ?s :p ?o } }",
     "Project(?s ?o)\n"
     "  LeftJoin\n"
     "    Unit\n"
     "    BGP(?s <x:p> ?o)\n"},
    {"a filter of a group in an optional is not the optional's",
     "SELECT * { ?s :p ?v OPTIONAL { { ?s :q ?w FILTER(?v < ?w) } } }",
     "Project(?s ?v ?w)\n"
     "  LeftJoin\n"
     "    BGP(?s <x:p> ?v)\n"
     "    Filter((?v < ?w))\n"
     "      BGP(?s <x:q> ?w)\n"},
    {"all filters of an optional are its conditions",
     "SELECT * { ?s :p ?v OPTIONAL { FILTER(?w = 'a') ?s :q ?w FILTER(?v = ?w) } }",
     "Project(?s ?v ?w)\n"
     "  LeftJoin((?w = \"a\") && (?v = ?w))\n"
     "    BGP(?s <x:p> ?v)\n"
     "    BGP(?s <x:q> ?w)\n"},
    {"nested optionals",
     "SELECT * { ?a :p ?b OPTIONAL { ?b :q ?c OPTIONAL { ?a :r ?c FILTER(?a = ?b) } FILTER(?b = ?c) } }",
     "Project(?a ?b ?c)\n"
     "  LeftJoin((?b = ?c))\n"
     "    BGP(?a <x:p> ?b)\n"
     "    LeftJoin((?a = ?b))\n"
     "      BGP(?b <x:q> ?c)\n"
     "      BGP(?a <x:r> ?c)\n"},
    {"a filter sees its group only",
     "SELECT * { ?a :p ?b { FILTER(?b = 'x') } }",
     "Project(?a ?b)\n"
     "  Join\n"
     "    BGP(?a <x:p> ?b)\n"
     "    Filter((?b = \"x\"))\n"
     "      Unit\n"},
    {"bind at the start extends the unit",
     "SELECT * { BIND('a' AS ?x) ?s :p ?x }",
     "Project(?x ?s)\n"
     "  Join\n"
     "    Extend(?x, \"a\")\n"
     "      Unit\n"
     "    BGP(?s <x:p> ?x)\n"},
    {"minus applies to what precedes",
     "SELECT * { ?a :p ?b MINUS { ?a :q ?c } ?a :r ?d }",
     "Project(?a ?b ?d)\n"
     "  Join\n"
     "    Minus\n"
     "      BGP(?a <x:p> ?b)\n"
     "      BGP(?a <x:q> ?c)\n"
     "    BGP(?a <x:r> ?d)\n"},
    {"graph",
     "SELECT * { GRAPH ?g { ?s :p ?o GRAPH :h { ?o :q ?z } } }",
     "Project(?g ?s ?o ?z)\n"
     "  Graph(?g)\n"
     "    Join\n"
     "      BGP(?s <x:p> ?o)\n"
     "      Graph(<x:h>)\n"
     "        BGP(?o <x:q> ?z)\n"},
    {"an empty graph pattern",
     "SELECT * { GRAPH ?g { } }",
     "Project(?g)\n"
     "  Graph(?g)\n"
     "    Unit\n"},
    {"values",
     "SELECT * { ?s :p ?o VALUES (?s ?o) { (:a UNDEF) (:b 'x') } }",
     "Project(?s ?o)\n"
     "  Join\n"
     "    BGP(?s <x:p> ?o)\n"
     "    Values(?s ?o (<x:a> UNDEF) (<x:b> \"x\"))\n"},
    {"no rows",
     "SELECT * { VALUES ?x { } }",
     "Project(?x)\n"
     "  Values(?x)\n"},
    {"service",
     "SELECT * { ?a :p ?b SERVICE SILENT ?e { ?b :q ?c } }",
     "Project(?a ?b ?e ?c)\n"
     "  Join\n"
     "    BGP(?a <x:p> ?b)\n"
     "    Service(SILENT ?e)\n"
     "      BGP(?b <x:q> ?c)\n"},
    {"an exists in a filter",
     "SELECT * { ?a :p ?b FILTER NOT EXISTS { ?b :q ?c FILTER EXISTS { ?c :r ?a } } }",
     "Project(?a ?b)\n"
     "  Filter(NOT EXISTS {...})\n"
     "    Exists\n"
     "      Filter(EXISTS {...})\n"
     "        Exists\n"
     "          BGP(?c <x:r> ?a)\n"
     "        BGP(?b <x:q> ?c)\n"
     "    BGP(?a <x:p> ?b)\n"},
    {"exists in bind",
     "SELECT * { ?a :p ?b BIND(EXISTS { ?b :q ?c } AS ?e) }",
     "Project(?a ?b ?e)\n"
     "  Extend(?e, EXISTS {...})\n"
     "    Exists\n"
     "      BGP(?b <x:q> ?c)\n"
     "    BGP(?a <x:p> ?b)\n"},
    {"a sequence is triples",
     "SELECT * { ?s :p/:q ?o . ?o :r ?z }",
     "Project(?s ?o ?z)\n"
     "  BGP(?s <x:p> ?.1 . ?.1 <x:q> ?o . ?o <x:r> ?z)\n"},
    {"an inverse is swapped",
     "SELECT * { ?s ^:p ?o }",
     "Project(?s ?o)\n"
     "  BGP(?o <x:p> ?s)\n"},
    {"the inverse of a sequence",
     "SELECT * { ?s ^(:p/:q) ?o }",
     "Project(?s ?o)\n"
     "  BGP(?o <x:p> ?.1 . ?.1 <x:q> ?s)\n"},
    {"a sequence with a real path in it",
     "SELECT * { :list :rest*/:first ?member }",
     "Project(?member)\n"
     "  Join\n"
     "    Path(<x:list>, (<x:rest>)*, ?.1)\n"
     "    BGP(?.1 <x:first> ?member)\n"},
    {"real paths",
     "SELECT * { ?a :p|:q ?b . ?b :r? ?c . ?c !(:s|^:t) ?d . ?d (^:u)+ ?e }",
     "Project(?a ?b ?c ?d ?e)\n"
     "  Join\n"
     "    Join\n"
     "      Join\n"
     "        Path(?a, (<x:p>|<x:q>), ?b)\n"
     "        Path(?b, (<x:r>)?, ?c)\n"
     "      Path(?c, !(<x:s>|^<x:t>), ?d)\n"
     "    Path(?d, (^(<x:u>))+, ?e)\n"},
    {"sub-select with its own variables",
     "SELECT * { ?s :p ?z { SELECT ?s (COUNT(?z) AS ?n) { ?s :q ?z } GROUP BY ?s ORDER BY ?n LIMIT 3 OFFSET 1 } }",
     "Project(?s ?z ?n)\n"
     "  Join\n"
     "    BGP(?s <x:p> ?z)\n"
     "    Slice(1, 3)\n"
     "      Project(?s ?n)\n"
     "        OrderBy(ASC(?n))\n"
     "          Extend(?n, ?.1)\n"
     "            Group(?s, (COUNT(?z) AS ?.1))\n"
     "              BGP(?s <x:q> ?z)\n"},
    {"two projections",
     "SELECT ?a { { SELECT ?a ?b { ?a ?b ?c } } }",
     "Project(?a)\n"
     "  Project(?a ?b)\n"
     "    BGP(?a ?b ?c)\n"},
    {"modifiers in order",
     "SELECT DISTINCT ?a (STR(?b) AS ?c) { ?a :p ?b } ORDER BY DESC(?c) ?a LIMIT 5 OFFSET 2 VALUES ?a { :x }",
     "Slice(2, 5)\n"
     "  Distinct\n"
     "    Project(?a ?c)\n"
     "      OrderBy(DESC(?c) ASC(?a))\n"
     "        Extend(?c, STR(?b))\n"
     "          Join\n"
     "            BGP(?a <x:p> ?b)\n"
     "            Values(?a (<x:x>))\n"},
    {"offset alone",
     "SELECT REDUCED ?a { ?a :p ?b } OFFSET 7",
     "Slice(7, all)\n"
     "  Reduced\n"
     "    Project(?a)\n"
     "      BGP(?a <x:p> ?b)\n"},
    {"an expression uses an earlier one",
     "SELECT (STR(?a) AS ?b) (STR(?b) AS ?c) { ?a :p ?z }",
     "Project(?b ?c)\n"
     "  Extend(?c, STR(?b))\n"
     "    Extend(?b, STR(?a))\n"
     "      BGP(?a <x:p> ?z)\n"},
    {"count without group by",
     "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
     "Project(?n)\n"
     "  Extend(?n, ?.1)\n"
     "    Group((COUNT(*) AS ?.1))\n"
     "      BGP(?s ?p ?o)\n"},
    {"keys, expressions, names",
     "SELECT ?a ?l (SUM(?c) AS ?sum) { ?a :p ?b ; :q ?c } GROUP BY ?a (LANG(?b) AS ?l) STR(?b) (?c)",
     "Project(?a ?l ?sum)\n"
     "  Extend(?sum, ?.2)\n"
     "    Group(?a (LANG(?b) AS ?l) (STR(?b) AS ?.1) ?c, (SUM(?c) AS ?.2))\n"
     "      BGP(?a <x:p> ?b . ?a <x:q> ?c)\n"},
    {"having with aggregates",
     "SELECT ?a (MIN(?b) AS ?m) { ?a :p ?b } GROUP BY ?a HAVING (COUNT(DISTINCT ?b) > 'x') (?a = :a)",
     "Project(?a ?m)\n"
     "  Extend(?m, ?.2)\n"
     "    Filter((?.1 > \"x\") && (?a = <x:a>))\n"
     "      Group(?a, (COUNT(DISTINCT ?b) AS ?.1) (MIN(?b) AS ?.2))\n"
     "        BGP(?a <x:p> ?b)\n"},
    {"an ungrouped variable in having is sampled",
     "SELECT ?a { ?a :p ?b } GROUP BY ?a HAVING (?b = 'x' || ?b = 'y')",
     "Project(?a)\n"
     "  Filter(((?.1 = \"x\") || (?.1 = \"y\")))\n"
     "    Group(?a, (SAMPLE(?b) AS ?.1))\n"
     "      BGP(?a <x:p> ?b)\n"},
    {"order by aggregates, keys and names",
     "SELECT ?a (MAX(?b) AS ?m) { ?a :p ?b } GROUP BY ?a ORDER BY ?m ?a AVG(?b) ?b",
     "Project(?a ?m)\n"
     "  OrderBy(ASC(?m) ASC(?a) ASC(?.2) ASC(?.3))\n"
     "    Extend(?m, ?.1)\n"
     "      Group(?a, (MAX(?b) AS ?.1) (AVG(?b) AS ?.2) (SAMPLE(?b) AS ?.3))\n"
     "        BGP(?a <x:p> ?b)\n"},
    {"aggregates inside expressions",
     "SELECT (CONCAT(STR(MIN(?b)), GROUP_CONCAT(DISTINCT ?b; SEPARATOR=', ')) AS ?t) { ?a :p ?b }",
     "Project(?t)\n"
     "  Extend(?t, CONCAT(STR(?.1), ?.2))\n"
     "    Group((MIN(?b) AS ?.1) (GROUP_CONCAT(DISTINCT ?b; SEPARATOR = \", \") AS ?.2))\n"
     "      BGP(?a <x:p> ?b)\n"},
    {"exists over groups",
     "SELECT ?a { ?a :p ?b } GROUP BY ?a HAVING (EXISTS { ?a :q 'x' })",
     "Project(?a)\n"
     "  Filter(EXISTS {...})\n"
     "    Exists\n"
     "      BGP(?a <x:q> \"x\")\n"
     "    Group(?a)\n"
     "      BGP(?a <x:p> ?b)\n"},
    {"values after grouping",
     "SELECT ?a (COUNT(?b) AS ?n) { ?a :p ?b } GROUP BY ?a VALUES ?a { :x }",
     "Project(?a ?n)\n"
     "  Extend(?n, ?.1)\n"
     "    Join\n"
     "      Group(?a, (COUNT(?b) AS ?.1))\n"
     "        BGP(?a <x:p> ?b)\n"
     "      Values(?a (<x:x>))\n"},
    {"construct",
     "CONSTRUCT { ?s :q ?o } WHERE { ?s :p ?o } ORDER BY ?o LIMIT 1",
     "Slice(0, 1)\n"
     "  OrderBy(ASC(?o))\n"
     "    BGP(?s <x:p> ?o)\n"},
    {"ask",
     "ASK { ?s :p ?o FILTER(?o = 'x') }",
     "Filter((?o = \"x\"))\n"
     "  BGP(?s <x:p> ?o)\n"},
    {"describe without a pattern",
     "DESCRIBE :a",
     "Unit\n"},
    {"update with pattern",
     "WITH :g DELETE { ?a :p ?b } INSERT { ?a :q ?b } USING :h WHERE { ?a :p ?b OPTIONAL { ?b :r ?c } }",
     "LeftJoin\n"
     "  BGP(?a <x:p> ?b)\n"
     "  BGP(?b <x:r> ?c)\n"},
    {"delete where",
     "DELETE WHERE { ?a :p ?b . ?b :q ?c . GRAPH ?g { ?a :r ?d } GRAPH :h { ?d ?b ?c } }",
     "Join\n"
     "  Join\n"
     "    BGP(?a <x:p> ?b . ?b <x:q> ?c)\n"
     "    Graph(?g)\n"
     "      BGP(?a <x:r> ?d)\n"
     "  Graph(<x:h>)\n"
     "    BGP(?d ?b ?c)\n"},
    {"equal aggregates are computed once",
     "SELECT ?a (COUNT(?b) AS ?n) (COUNT(DISTINCT ?b) AS ?m) { ?a :p ?b } GROUP BY ?a HAVING (COUNT(?b) > 'x') ORDER BY COUNT(?b) SUM(RAND()) SUM(RAND())",
     "Project(?a ?n ?m)\n"
     "  OrderBy(ASC(?.1) ASC(?.3) ASC(?.4))\n"
     "    Extend(?m, ?.2)\n"
     "      Extend(?n, ?.1)\n"
     "        Filter((?.1 > \"x\"))\n"
     "          Group(?a, (COUNT(?b) AS ?.1) (COUNT(DISTINCT ?b) AS ?.2) (SUM(RAND()) AS ?.3) (SUM(RAND()) AS ?.4))\n"
     "            BGP(?a <x:p> ?b)\n"},
};

static const Case rewrite_cases[] = {
    {"a triple pattern that stands there twice is one",
     "SELECT * { ?s :p ?o . ?s :p ?p . { ?s :p ?o . ?s :p :x } ?s :p :x . ?o :p ?s }",
     "Project(?s ?o ?p)\n"
     "  BGP(?s <x:p> ?o . ?s <x:p> ?p . ?s <x:p> <x:x> . ?o <x:p> ?s)\n"},
    {"a path counts each time, and another graph holds another pattern",
     "SELECT * { ?s :p ?o . ?s :p|:q ?o . ?s :p|:q ?o . GRAPH :g { ?s :p ?o } }",
     "Project(?s ?o)\n"
     "  Join\n"
     "    Join\n"
     "      Join\n"
     "        BGP(?s <x:p> ?o)\n"
     "        Path(?s, (<x:p>|<x:q>), ?o)\n"
     "      Path(?s, (<x:p>|<x:q>), ?o)\n"
     "    Graph(<x:g>)\n"
     "      BGP(?s <x:p> ?o)\n"},
    {"conditions are split and filters over filters merged",
     "SELECT * { { ?a :p ?b FILTER(?a = ?b && (?b = ?a && BOUND(?a))) } FILTER(ISIRI(?a)) }",
     "Project(?a ?b)\n"
     "  Filter(isIRI(?a) && (?a = ?b) && (?b = ?a) && BOUND(?a))\n"
     "    BGP(?a <x:p> ?b)\n"},
    {"an or stays whole",
     "SELECT * { ?a :p ?b FILTER(?a != :x || ?b != :y) }",
     "Project(?a ?b)\n"
     "  Filter(((?a != <x:x>) || (?b != <x:y>)))\n"
     "    BGP(?a <x:p> ?b)\n"},
    {"a filter goes to the side that binds it",
     "SELECT * { { SELECT ?a ?b { ?a :p ?b } } { SELECT ?c ?d { ?c :p ?d } } FILTER(?a != :x) FILTER(?c != :x) FILTER(?a != ?c) }",
     "Project(?a ?b ?c ?d)\n"
     "  Filter((?a != ?c))\n"
     "    Join\n"
     "      Project(?a ?b)\n"
     "        Filter((?a != <x:x>))\n"
     "          BGP(?a <x:p> ?b)\n"
     "      Project(?c ?d)\n"
     "        Filter((?c != <x:x>))\n"
     "          BGP(?c <x:p> ?d)\n"},
    {"a filter on what both sides may bind stays",
     "SELECT * { { OPTIONAL { ?a :p ?b } } { OPTIONAL { ?c :p ?b } } FILTER(?b != :x) }",
     "Project(?a ?b ?c)\n"
     "  Filter((?b != <x:x>))\n"
     "    Join\n"
     "      LeftJoin\n"
     "        Unit\n"
     "        BGP(?a <x:p> ?b)\n"
     "      LeftJoin\n"
     "        Unit\n"
     "        BGP(?c <x:p> ?b)\n"},
    {"what one side alone may bind goes there",
     "SELECT * { { OPTIONAL { ?a :p ?b } } { OPTIONAL { ?c :p ?d } } FILTER(!BOUND(?d)) }",
     "Project(?a ?b ?c ?d)\n"
     "  Join\n"
     "    LeftJoin\n"
     "      Unit\n"
     "      BGP(?a <x:p> ?b)\n"
     "    Filter(!(BOUND(?d)))\n"
     "      LeftJoin\n"
     "        Unit\n"
     "        BGP(?c <x:p> ?d)\n"},
    {"a filter over an optional stays when the optional may bind it",
     "SELECT * { ?a :p ?b OPTIONAL { ?b :q ?c } FILTER(!BOUND(?c)) }",
     "Project(?a ?b ?c)\n"
     "  Filter(!(BOUND(?c)))\n"
     "    LeftJoin\n"
     "      BGP(?a <x:p> ?b)\n"
     "      BGP(?b <x:q> ?c)\n"},
    {"a filter over an optional goes left otherwise",
     "SELECT * { ?a :p ?b OPTIONAL { ?b :q ?c } FILTER(?a != ?b) }",
     "Project(?a ?b ?c)\n"
     "  LeftJoin\n"
     "    Filter((?a != ?b))\n"
     "      BGP(?a <x:p> ?b)\n"
     "    BGP(?b <x:q> ?c)\n"},
    {"conditions of an optional go into it when it alone binds",
     "SELECT * { ?a :p ?b OPTIONAL { ?b :q ?c . ?b :r ?d FILTER(LANG(?c) = 'en' && ?a != ?c) } }",
     "Project(?a ?b ?c ?d)\n"
     "  LeftJoin((?a != ?c))\n"
     "    BGP(?a <x:p> ?b)\n"
     "    Filter((LANG(?c) = \"en\"))\n"
     "      BGP(?b <x:q> ?c . ?b <x:r> ?d)\n"},
    {"a filter goes into each operand of a union",
     "SELECT * { { ?a :p ?b } UNION { ?a :q ?b } UNION { ?a :r ?c } FILTER(?a < ?b) }",
     "Project(?a ?b ?c)\n"
     "  Union\n"
     "    Union\n"
     "      Filter((?a < ?b))\n"
     "        BGP(?a <x:p> ?b)\n"
     "      Filter((?a < ?b))\n"
     "        BGP(?a <x:q> ?b)\n"
     "    Filter((?a < ?b))\n"
     "      BGP(?a <x:r> ?c)\n"},
    {"a filter goes to the left of minus",
     "SELECT * { ?a :p ?b MINUS { ?a :q ?c } FILTER(?b < ?c) }",
     "Project(?a ?b)\n"
     "  Minus\n"
     "    Filter((?b < ?c))\n"
     "      BGP(?a <x:p> ?b)\n"
     "    BGP(?a <x:q> ?c)\n"},
    {"a filter passes bind unless it looks at it",
     "SELECT * { ?a :p ?b BIND(STR(?b) AS ?c) FILTER(?b != :x) FILTER(?c != 'x') }",
     "Project(?a ?b ?c)\n"
     "  Filter((?c != \"x\"))\n"
     "    Extend(?c, STR(?b))\n"
     "      Filter((?b != <x:x>))\n"
     "        BGP(?a <x:p> ?b)\n"},
    {"a filter goes into graph unless it looks at its name",
     "SELECT * { GRAPH ?g { ?a :p ?b } FILTER(?a != :x) FILTER(?g != :x) }",
     "Project(?g ?a ?b)\n"
     "  Filter((?g != <x:x>))\n"
     "    Graph(?g)\n"
     "      Filter((?a != <x:x>))\n"
     "        BGP(?a <x:p> ?b)\n"},
    {"a filter on keys goes below grouping",
     "SELECT * { { SELECT ?a (COUNT(?b) AS ?n) { ?a :p ?b } GROUP BY ?a } FILTER(?a != :x) FILTER(?n > 'x') }",
     "Project(?a ?n)\n"
     "  Project(?a ?n)\n"
     "    Filter((?n > \"x\"))\n"
     "      Extend(?n, ?.1)\n"
     "        Group(?a, (COUNT(?b) AS ?.1))\n"
     "          Filter((?a != <x:x>))\n"
     "            BGP(?a <x:p> ?b)\n"},
    {"a filter does not pass a single group",
     "SELECT * { { SELECT (COUNT(?b) AS ?n) { ?a :p ?b } } FILTER('x' = 'y') }",
     "Project(?n)\n"
     "  Project(?n)\n"
     "    Extend(?n, ?.1)\n"
     "      Filter((\"x\" = \"y\"))\n"
     "        Group((COUNT(?b) AS ?.1))\n"
     "          BGP(?a <x:p> ?b)\n"},
    {"a filter does not pass a slice",
     "SELECT * { { SELECT ?a { ?a :p ?b } LIMIT 1 } FILTER(?a != :x) }",
     "Project(?a)\n"
     "  Filter((?a != <x:x>))\n"
     "    Slice(0, 1)\n"
     "      Project(?a)\n"
     "        BGP(?a <x:p> ?b)\n"},
    {"a filter does not see what is not projected",
     "SELECT * { { SELECT ?a { ?a :p ?b } } FILTER(?b != :x) }",
     "Project(?a)\n"
     "  Filter((?b != <x:x>))\n"
     "    Project(?a)\n"
     "      BGP(?a <x:p> ?b)\n"},
    {"exists and chance stay",
     "SELECT * { { ?a :p ?b } UNION { ?a :q ?b } FILTER EXISTS { ?a :r ?b } FILTER(RAND() < STRLEN(?a)) }",
     "Project(?a ?b)\n"
     "  Filter(EXISTS {...} && (RAND() < STRLEN(?a)))\n"
     "    Exists\n"
     "      BGP(?a <x:r> ?b)\n"
     "    Union\n"
     "      BGP(?a <x:p> ?b)\n"
     "      BGP(?a <x:q> ?b)\n"},
    {"equal to a constant",
     "SELECT * { ?a :p ?b . ?b :q ?c FILTER(?a = :x) FILTER('y' = ?c) }",
     "Project(?a ?b ?c)\n"
     "  Join\n"
     "    Join\n"
     "      Values(?c (\"y\"))\n"
     "      Values(?a (<x:x>))\n"
     "    BGP(?a <x:p> ?b . ?b <x:q> ?c)\n"},
    {"one of some constants, each once",
     "SELECT * { ?a :p ?b FILTER(?a IN (:x, :y, :x)) }",
     "Project(?a ?b)\n"
     "  Join\n"
     "    Values(?a (<x:x>) (<x:y>))\n"
     "    BGP(?a <x:p> ?b)\n"},
    {"the same term",
     "SELECT * { ?a :p ?b FILTER(sameTerm(?a, :x)) }",
     "Project(?a ?b)\n"
     "  Join\n"
     "    Values(?a (<x:x>))\n"
     "    BGP(?a <x:p> ?b)\n"},
    {"numbers have many spellings",
     "SELECT * { ?a :p ?b FILTER(?b = 1) FILTER(?b = 'a'@en) FILTER(?b IN (:x, 1)) }",
     "Project(?a ?b)\n"
     "  Filter((?b = \"1\"^^<http://www.w3.org/2001/XMLSchema#integer>) && (?b = \"a\"@en) && (?b IN (<x:x>, \"1\"^^<http://www.w3.org/2001/XMLSchema#integer>)))\n"
     "    BGP(?a <x:p> ?b)\n"},
    {"what may be unbound is not made bound",
     "SELECT * { { ?a :p ?b } UNION { ?c :p ?b } FILTER(?a = :x) }",
     "Project(?a ?b ?c)\n"
     "  Union\n"
     "    Join\n"
     "      Values(?a (<x:x>))\n"
     "      BGP(?a <x:p> ?b)\n"
     "    Filter((?a = <x:x>))\n"
     "      BGP(?c <x:p> ?b)\n"},
    {"not equal is no constant",
     "SELECT * { ?a :p ?b FILTER(?a NOT IN (:x)) }",
     "Project(?a ?b)\n"
     "  Filter((?a NOT IN (<x:x>)))\n"
     "    BGP(?a <x:p> ?b)\n"},
    {"patterns that are joined are one pattern",
     "SELECT * { ?a :p ?b { ?b :q ?c } ?c :r+ ?d { ?d :s ?e { ?e :t ?f } } }",
     "Project(?a ?b ?c ?d ?e ?f)\n"
     "  Join\n"
     "    BGP(?a <x:p> ?b . ?b <x:q> ?c . ?d <x:s> ?e . ?e <x:t> ?f)\n"
     "    Path(?c, (<x:r>)+, ?d)\n"},
    {"patterns on both sides of something else stay apart",
     "SELECT * { ?a :p ?b OPTIONAL { ?b :q ?c } ?a :r ?d { ?d :s ?e } }",
     "Project(?a ?b ?c ?d ?e)\n"
     "  Join\n"
     "    LeftJoin\n"
     "      BGP(?a <x:p> ?b)\n"
     "      BGP(?b <x:q> ?c)\n"
     "    BGP(?a <x:r> ?d . ?d <x:s> ?e)\n"},
    {"inside exists patterns merge, filters stay",
     "SELECT * { ?a :p ?b FILTER EXISTS { { ?b :q ?c } { ?c :r ?d } FILTER(?a = :x && ?b = :y) } }",
     "Project(?a ?b)\n"
     "  Filter(EXISTS {...})\n"
     "    Exists\n"
     "      Filter((?a = <x:x>) && (?b = <x:y>))\n"
     "        BGP(?b <x:q> ?c . ?c <x:r> ?d)\n"
     "    BGP(?a <x:p> ?b)\n"},
};

/* clang-format on */

#endif
