/* Answers of queries, wanted and got, in one form: what is compared. */
#ifndef YTTERBY_TESTS_W3C_ANSWER_H
#define YTTERBY_TESTS_W3C_ANSWER_H

#include "ytterby/results.h"

#include "w3c.h"

typedef enum AnswerKind {
    ANSWER_ROWS,
    ANSWER_BOOLEAN,
    ANSWER_GRAPH
} AnswerKind;

typedef struct Answer {
    AnswerKind kind;
    bool boolean;
    bool ordered;    /* the rows' order counts */
    bool plain_text; /* from CSV: terms are texts without their kind */
    Dataset rows;    /* a statement a binding: row, variable, value; or the graph itself */
    size_t row_count;
} Answer;

void answer_init(Answer *answer);
void answer_free(Answer *answer);
/* Adds a row; unbound values (TERM_NONE) are left out. */
Status answer_row(Answer *answer, const Text *names, const Term *terms, size_t count);
/* Reads an expected result: .srx, .srj, .csv, .tsv, or a graph (a result set in RDF, or the graph itself). */
Status answer_read(Answer *answer, const char *path, bool graph, Arena *arena, Diag *diag);
/* Runs a prepared statement to its end. */
Status answer_of(Answer *answer, Statement *statement, Diag *diag);
/* Are both the same up to blank nodes' names? `lax`: rows may come more or less often (REDUCED). */
bool answer_same(const Answer *got, const Answer *wanted, bool lax, bool *gave_up);

#endif
