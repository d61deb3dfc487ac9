/* table: rows of CSV and TSV files, streaming; a further door of the room rdfio. RFC 4180: cells may be quoted, then
 * they hold separators, line ends and doubled quotes. Lines end with LF, CRLF or CR; a byte order mark is passed over;
 * .gz and .zst are unpacked on the way.
 *
 * Memory follows the longest row, which is bounded. One thread a reader. */
#ifndef YTTERBY_TABLE_H
#define YTTERBY_TABLE_H

#include "ytterby/base.h"

typedef struct TableReader TableReader;

/* Opens a file, "-" is standard input. `separator` 0: a tab for names that end in .tsv or .tab (before .gz, .zst), else
 * which of comma, semicolon and tab stands most often in the first line, outside quotes. In a table of tabs a quote within an unquoted cell stands for itself. `budget` may be NULL. */
Status table_open(TableReader **reader, const char *path, char separator, Budget *budget,
                  Diag *diag);
void table_close(TableReader *reader); /* NULL is allowed */

/* The next row, whose cells live until the next call; *cells NULL: there is none. Empty lines are passed over. Every
 * row has as many cells as the first. STATUS_SYNTAX: a row of another length, a quote where none may be, an open one,
 * bytes that are no UTF-8; STATUS_LIMIT: a row over 64 MiB or of more than 4,096 cells. All positioned in *diag. */
Status table_next(TableReader *reader, const Text **cells, size_t *count, Diag *diag);
/* An error about a cell of the row read last, positioned at it. */
Status table_error(const TableReader *reader, size_t cell, Status status, const char *message,
                   Diag *diag);

#endif
