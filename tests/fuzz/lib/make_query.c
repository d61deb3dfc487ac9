/* Queries and updates by choices: a walk through the grammar, in which each choice takes a byte of the input. Names and
 * constants are few, so that patterns meet the data and each other. Most of what is made is right SPARQL; what is not (a
 * variable bound twice) is refused in every way of running it. */
#include "fuzz.h"

#include <ctype.h>
#include <string.h>

static unsigned pick(Maker *m, unsigned below) { return take_below(&m->supply, below); }
static bool chance(Maker *m, unsigned one_in) { return take_one_in(&m->supply, one_in); }
static void put(Maker *m, const char *text) { buffer_text(m->out, text_of(text)); }

/* ---- Terms ---------------------------------------------------------------------------------------------------------- */

static const char *const variables[] = {"?a", "?b", "?c", "?d", "?e"};
static const char *const nodes[] = {":a", ":b", ":c", ":d", ":e", ":p"};
static const char *const predicates[] = {":p", ":q", ":r"};
static const char *const graphs[] = {":g", ":h", ":i"};
static const char *const plain[] = {"1", "2", "3", "\"a\"", "\"b\"", "\"ab\"", "true", "7"};
static const char *const others[] = {"1.0",
                                     "1e0",
                                     "\"1\"^^xsd:int",
                                     "\"01\"^^xsd:integer",
                                     "2.50",
                                     "\"a\"@en",
                                     "\"b\"@EN",
                                     "\"x\"^^xsd:integer",
                                     "\"2025-01-31\"^^xsd:date",
                                     "\"2024-02-29T23:59:59.5Z\"^^xsd:dateTime",
                                     "\"2024-03-01T00:59:59.5+01:00\"^^xsd:dateTime",
                                     "\"\"",
                                     "false",
                                     "\"1\"^^xsd:boolean",
                                     "\"NaN\"^^xsd:double",
                                     "\"a\"^^<urn:x:own>"};

#define ONE_OF(m, table) ((table)[pick((m), sizeof(table) / sizeof(table)[0])])

static void put_variable(Maker *m) { put(m, ONE_OF(m, variables)); }

static const char *literal(Maker *m) {
    return m->varied && chance(m, 2) ? ONE_OF(m, others) : ONE_OF(m, plain);
}

static void put_object(Maker *m) {
    if (chance(m, 2)) {
        put_variable(m);
    } else {
        put(m, chance(m, 2) ? literal(m) : ONE_OF(m, nodes));
    }
}

void make_data(Maker *m) {
    put(m, "@prefix : <urn:x:> .\n@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n");
    for (unsigned count = pick(m, 31); count > 0; count--) {
        const bool named = chance(m, 3);
        if (named) buffer_format(m->out, "%s { ", ONE_OF(m, graphs));
        buffer_format(m->out, "%s %s ", chance(m, 8) ? "_:x" : ONE_OF(m, nodes),
                      ONE_OF(m, predicates));
        put(m, chance(m, 2) ? literal(m) : chance(m, 8) ? "_:y" : ONE_OF(m, nodes));
        put(m, named ? " }\n" : " .\n");
    }
}

/* ---- Paths and triples ------------------------------------------------------------------------------------------------ */

static void put_path(Maker *m, unsigned depth) {
    const unsigned choice = depth == 0 ? 0 : pick(m, 9);
    static const char *const after[] = {"*", "+", "?"};
    if (choice < 2) {
        put(m, ONE_OF(m, predicates));
    } else if (choice < 5) {
        put(m, "(");
        put_path(m, depth - 1);
        put(m, ")");
        put(m, after[choice - 2]);
    } else if (choice < 7) {
        put(m, "(");
        put_path(m, depth - 1);
        put(m, choice == 5 ? "/" : "|");
        put_path(m, depth - 1);
        put(m, ")");
    } else if (choice == 7) {
        put(m, "^");
        put(m, ONE_OF(m, predicates));
    } else {
        buffer_format(m->out, "!(%s|^%s)", ONE_OF(m, predicates), ONE_OF(m, predicates));
    }
}

static void put_triple(Maker *m) {
    if (chance(m, 4)) {
        put(m, ONE_OF(m, nodes));
    } else {
        put_variable(m);
    }
    put(m, " ");
    if (chance(m, 4)) {
        put_path(m, 2);
    } else if (chance(m, 5)) {
        put_variable(m);
    } else {
        put(m, ONE_OF(m, predicates));
    }
    put(m, " ");
    put_object(m);
    put(m, " . ");
}

/* ---- Expressions -------------------------------------------------------------------------------------------------------- */

static void put_group(Maker *m, unsigned depth);

typedef struct Call {
    const char *name;
    unsigned arguments;
} Call;
static const Call calls[] = {{"STR", 1},
                             {"LANG", 1},
                             {"DATATYPE", 1},
                             {"isIRI", 1},
                             {"isLITERAL", 1},
                             {"isBLANK", 1},
                             {"isNUMERIC", 1},
                             {"STRLEN", 1},
                             {"UCASE", 1},
                             {"LCASE", 1},
                             {"CONTAINS", 2},
                             {"STRSTARTS", 2},
                             {"STRENDS", 2},
                             {"STRBEFORE", 2},
                             {"STRAFTER", 2},
                             {"SUBSTR", 2},
                             {"SUBSTR", 3},
                             {"REPLACE", 3},
                             {"REGEX", 2},
                             {"CONCAT", 2},
                             {"STRDT", 2},
                             {"STRLANG", 2},
                             {"ABS", 1},
                             {"ROUND", 1},
                             {"CEIL", 1},
                             {"FLOOR", 1},
                             {"YEAR", 1},
                             {"MONTH", 1},
                             {"DAY", 1},
                             {"HOURS", 1},
                             {"SECONDS", 1},
                             {"TZ", 1},
                             {"sameTerm", 2},
                             {"LANGMATCHES", 2},
                             {"IRI", 1},
                             {"MD5", 1},
                             {"ENCODE_FOR_URI", 1},
                             {"IF", 3},
                             {"COALESCE", 2},
                             {"xsd:integer", 1},
                             {"xsd:decimal", 1},
                             {"xsd:double", 1},
                             {"xsd:string", 1},
                             {"xsd:boolean", 1}};
static const char *const operators[] = {"=",  "=",  "!=", "<", "<=", ">",
                                        "&&", "||", "+",  "-", "*",  "/"};

static void put_expression(Maker *m, unsigned depth);

static void put_call(Maker *m, unsigned depth) {
    const Call *const call = &ONE_OF(m, calls);
    buffer_format(m->out, "%s(", call->name);
    for (unsigned i = 0; i < call->arguments; i++) {
        if (i > 0) put(m, ", ");
        put_expression(m, depth - 1);
    }
    put(m, ")");
}

static void put_membership(Maker *m, unsigned depth) {
    put(m, "(");
    put_expression(m, depth - 1);
    put(m, chance(m, 3) ? " NOT IN (" : " IN (");
    for (unsigned count = 1 + pick(m, 3); count > 0; count--) {
        put(m, chance(m, 2) ? literal(m) : ONE_OF(m, nodes));
        put(m, count > 1 ? ", " : "))");
    }
}

static void put_binary(Maker *m, unsigned depth) {
    put(m, "(");
    put_expression(m, depth - 1);
    buffer_format(m->out, " %s ", ONE_OF(m, operators));
    put_expression(m, depth - 1);
    put(m, ")");
}

static void put_expression(Maker *m, unsigned depth) {
    switch (depth == 0 ? pick(m, 3) : pick(m, 11)) {
    case 0:
    case 1: put_variable(m); break;
    case 2: put(m, chance(m, 3) ? ONE_OF(m, nodes) : literal(m)); break;
    case 3:
    case 4:
    case 5: put_binary(m, depth); break;
    case 6: put_call(m, depth); break;
    case 7: put_membership(m, depth); break;
    case 8:
        put(m, "(!");
        put_expression(m, depth - 1);
        put(m, ")");
        break;
    case 9: buffer_format(m->out, "BOUND(%s)", ONE_OF(m, variables)); break;
    default: put(m, chance(m, 2) ? "EXISTS " : "NOT EXISTS "); put_group(m, depth - 1);
    }
}

/* ---- Groups ------------------------------------------------------------------------------------------------------------------ */

static void put_select(Maker *m, unsigned depth);

static void put_values(Maker *m) {
    const unsigned columns = 1 + pick(m, 2);
    const unsigned first = pick(m, 5);
    put(m, "VALUES (");
    for (unsigned c = 0; c < columns; c++) buffer_format(m->out, "%s ", variables[(first + c) % 5]);
    put(m, ") { ");
    for (unsigned rows = pick(m, 4); rows > 0; rows--) {
        put(m, "(");
        for (unsigned c = 0; c < columns; c++) {
            put(m, chance(m, 5) ? "UNDEF" : chance(m, 2) ? literal(m) : ONE_OF(m, nodes));
            put(m, " ");
        }
        put(m, ") ");
    }
    put(m, "} ");
}

static void put_bind(Maker *m) {
    m->computed = true;
    put(m, "BIND (");
    put_expression(m, 2);
    buffer_format(m->out, " AS ?f%u) ", m->names++);
    /* What is computed meets the variables. */
    if (chance(m, 2))
        buffer_format(m->out, "FILTER (?f%u = %s) ", m->names - 1, ONE_OF(m, variables));
}

static void put_graph(Maker *m, unsigned depth) {
    put(m, "GRAPH ");
    put(m, chance(m, 3) ? ONE_OF(m, graphs) : ONE_OF(m, variables));
    put(m, " ");
    put_group(m, depth);
}

static void put_element(Maker *m, unsigned depth) {
    switch (depth == 0 ? pick(m, 6) : pick(m, 13)) {
    case 0:
    case 1:
    case 2:
        for (unsigned count = 1 + pick(m, 4); count > 0; count--) put_triple(m);
        break;
    case 3:
        put(m, "FILTER (");
        put_expression(m, 3);
        put(m, ") ");
        break;
    case 4: put_bind(m); break;
    case 5: put_values(m); break;
    case 6:
    case 7:
        put(m, "OPTIONAL ");
        put_group(m, depth - 1);
        break;
    case 8:
        put_group(m, depth - 1);
        put(m, "UNION ");
        put_group(m, depth - 1);
        break;
    case 9:
        put(m, "MINUS ");
        put_group(m, depth - 1);
        break;
    case 10: put_graph(m, depth - 1); break;
    case 11:
        put(m, "{ ");
        put_select(m, depth - 1);
        put(m, "} ");
        break;
    default: put_group(m, depth - 1);
    }
}

static void put_group(Maker *m, unsigned depth) {
    put(m, "{ ");
    for (unsigned count = 1 + pick(m, 3); count > 0; count--) put_element(m, depth);
    put(m, "} ");
}

/* ---- Queries --------------------------------------------------------------------------------------------------------------------- */

/* MIN and MAX of terms that have one value may give any of them. */
static void put_aggregate(Maker *m) {
    static const char *const names[] = {"COUNT", "COUNT", "SUM", "AVG", "MIN", "MAX"};
    const char *const name = ONE_OF(m, names);
    const bool text = name[0] == 'M' && (m->varied || m->computed);
    if (chance(m, 5)) {
        put(m, "COUNT(*)");
        return;
    }
    buffer_format(m->out, "%s(%s%s%s%s)", name, chance(m, 3) ? "DISTINCT " : "", text ? "STR(" : "",
                  ONE_OF(m, variables), text ? ")" : "");
}

static void put_grouped(Maker *m, unsigned depth) {
    const unsigned first = pick(m, 5);
    const unsigned keys = pick(m, 3);
    const unsigned columns = 1 + pick(m, 2);
    put(m, "SELECT ");
    for (unsigned k = 0; k < keys; k++) buffer_format(m->out, "%s ", variables[(first + k) % 5]);
    for (unsigned c = 0; c < columns; c++) {
        put(m, "(");
        put_aggregate(m);
        buffer_format(m->out, " AS ?n%u) ", m->names++);
    }
    put_group(m, depth);
    if (keys > 0) put(m, "GROUP BY ");
    for (unsigned k = 0; k < keys; k++) buffer_format(m->out, "%s ", variables[(first + k) % 5]);
    if (chance(m, 4)) {
        put(m, "HAVING (");
        put_aggregate(m);
        put(m, " > 1) ");
    }
    m->computed = true;
}

static void put_select(Maker *m, unsigned depth) {
    if (chance(m, 4)) {
        put_grouped(m, depth);
        return;
    }
    put(m, chance(m, 3) ? "SELECT DISTINCT " : "SELECT ");
    if (chance(m, 4)) {
        put(m, "* ");
    } else {
        const unsigned first = pick(m, 5);
        const unsigned columns = 1 + pick(m, 3);
        for (unsigned c = 0; c < columns; c++)
            buffer_format(m->out, "%s ", variables[(first + c) % 5]);
    }
    put_group(m, depth);
}

/* Ordered by all variables, so that terms which no two of have one value come in one order. */
static void put_slice(Maker *m) {
    if (chance(m, 2)) {
        put(m, "ORDER BY ");
        const bool falls = chance(m, 3);
        for (size_t i = 0; i < 5; i++)
            buffer_format(m->out, falls ? "DESC(%s) " : "%s ", variables[i]);
        if (m->varied || m->computed) m->limited = true;
    } else {
        m->limited = true;
    }
    buffer_format(m->out, "LIMIT %u ", pick(m, 6));
    if (chance(m, 3)) buffer_format(m->out, "OFFSET %u ", pick(m, 4));
}

static void put_prefixes(Maker *m) {
    put(m, "PREFIX : <urn:x:> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> ");
}

void make_query(Maker *m) {
    put_prefixes(m);
    switch (pick(m, 8)) {
    case 0:
        put(m, "ASK ");
        put_group(m, 3);
        break;
    case 1:
        put(m, "CONSTRUCT { ?a :p ?b . ?b :q ?c . :a ?c ?d } WHERE ");
        put_group(m, 3);
        break;
    case 2:
        put_grouped(m, 3);
        if (chance(m, 3)) put_slice(m);
        break;
    default:
        put_select(m, 3);
        if (chance(m, 3)) put_slice(m);
        if (chance(m, 6)) put_values(m);
    }
}

/* ---- Updates --------------------------------------------------------------------------------------------------------------------- */

static void put_facts(Maker *m, bool in_data) {
    for (unsigned count = 1 + pick(m, 4); count > 0; count--) {
        const bool named = chance(m, 3);
        if (named) buffer_format(m->out, "GRAPH %s { ", ONE_OF(m, graphs));
        put(m, in_data || chance(m, 3) ? ONE_OF(m, nodes) : ONE_OF(m, variables));
        buffer_format(m->out, " %s ", ONE_OF(m, predicates));
        if (in_data) {
            put(m, chance(m, 2) ? literal(m) : ONE_OF(m, nodes));
        } else {
            put_object(m);
        }
        put(m, named ? " } " : " . ");
    }
}

static void put_target(Maker *m, bool all) {
    static const char *const targets[] = {"DEFAULT", "GRAPH :g", "GRAPH :h", "NAMED", "ALL"};
    put(m, targets[pick(m, all ? 5 : 3)]);
}

static void put_graph_operation(Maker *m, unsigned choice) {
    static const char *const words[] = {"CLEAR SILENT ", "DROP SILENT ", "COPY SILENT ",
                                        "MOVE SILENT ", "ADD SILENT "};
    put(m, words[choice]);
    if (choice < 2) {
        put_target(m, true);
        return;
    }
    put_target(m, false);
    put(m, " TO ");
    put_target(m, false);
}

static void put_modify(Maker *m) {
    if (chance(m, 6)) buffer_format(m->out, "WITH %s ", ONE_OF(m, graphs));
    const bool removes = chance(m, 2);
    if (removes) {
        put(m, "DELETE { ");
        put_facts(m, false);
        put(m, "} ");
    }
    if (!removes || chance(m, 2)) {
        put(m, "INSERT { ");
        put_facts(m, false);
        put(m, "} ");
    }
    if (chance(m, 6)) buffer_format(m->out, "USING %s ", ONE_OF(m, graphs));
    put(m, "WHERE ");
    put_group(m, 2);
}

void make_update(Maker *m) {
    put_prefixes(m);
    for (unsigned count = 1 + pick(m, 4); count > 0; count--) {
        const unsigned choice = pick(m, 12);
        if (choice < 2) {
            put(m, choice ? "INSERT DATA { " : "DELETE DATA { ");
            put_facts(m, true);
            put(m, "}");
        } else if (choice == 2) {
            put(m, "DELETE WHERE { ");
            put_facts(m, false);
            put(m, "}");
        } else if (choice < 8) {
            put_graph_operation(m, choice - 3);
        } else {
            put_modify(m);
        }
        put(m, count > 1 ? " ; " : "");
    }
}

/* ---- Text from elsewhere ----------------------------------------------------------------------------------------------------------- */

bool undetermined(Text query) {
    static const char *const words[] = {
        "RAND",    "UUID", "BNODE", "NOW", "SAMPLE",  "CONCAT", "LIMIT", "OFFSET",
        "SERVICE", "LOAD", "MIN",   "MAX", "REDUCED", "_:",     "[",     "DESCRIBE"};
    char *const upper = calloc(1, query.len + 1);
    for (size_t i = 0; i < query.len; i++) upper[i] = (char)toupper((unsigned char)query.at[i]);
    bool found = false;
    for (size_t i = 0; i < sizeof words / sizeof *words && !found; i++)
        found = text_find((Text){upper, query.len}, text_of(words[i]), 0) != SIZE_MAX;
    free(upper);
    return found;
}
