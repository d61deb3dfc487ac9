/* The table for people: collected, fitted to the screen, numbers to the right. The widest columns are narrowed
 * first: every column gets its own width or an equal share of what the narrower ones leave; where cells go on in
 * further lines, a share by how much stands in it, and what the first column says twice it says once. No box
 * characters and no colours unless the caller says that there is a terminal. */
#include "results_internal.h"

enum {
    GAP = 2,
    LEAST_WIDTH = 3,
    MOST_WORD = 18 /* a longer word may be broken */
};

typedef struct Cell {
    Text text;    /* harmless, in the table's arena */
    size_t width; /* screen columns */
} Cell;

typedef struct Column {
    size_t width; /* wanted, then given */
    size_t text;  /* screen columns of all its cells */
    size_t word;  /* of its longest word, at most MOST_WORD */
    bool given;   /* `width` is what it gets */
    bool numeric; /* every value is a number */
    bool any;     /* there is a value */
} Column;

typedef struct Table {
    Arena *arena;
    Column *columns;
    Cell *cells; /* row after row */
    Text said;   /* by the first column last; see is_said */
    size_t count, cap;
} Table;

static Status out_of_memory(Diag *diag) {
    return diag_set(diag, STATUS_NO_MEMORY,
                    "out of memory for the table: ask for tsv or json, which are streamed");
}

static void table_free(ResultsWriter *writer) {
    Table *const table = writer->state;
    if (!table) return;
    arena_free(table->arena);
    mem_free(table->cells);
    mem_free(table);
}

static size_t longest_word(Text text) {
    size_t longest = 0;
    for (size_t from = 0; from < text.len && longest < MOST_WORD;) {
        size_t to = text_find(text, TEXT(" "), from);
        if (to == SIZE_MAX) to = text.len;
        const size_t width = text_columns(text_slice(text, from, to));
        if (width > longest) longest = width;
        from = to + 1;
    }
    return longest < MOST_WORD ? longest : MOST_WORD;
}

static Status begin(ResultsWriter *writer, Diag *diag) {
    Table *const table = writer->state = mem_zero(1, sizeof *table);
    if (!table) return out_of_memory(diag);
    table->arena = arena_new(NULL);
    if (table->arena)
        table->columns = arena_array(table->arena, writer->columns + 1, sizeof *table->columns);
    if (!table->columns) return out_of_memory(diag);
    for (size_t i = 0; i < writer->columns; i++) {
        const size_t width = text_columns(writer->names[i]);
        table->columns[i].width = width;
        table->columns[i].word = width < LEAST_WIDTH ? LEAST_WIDTH
                                 : width < MOST_WORD ? width
                                                     : MOST_WORD;
        table->columns[i].numeric = true;
    }
    return STATUS_OK;
}

static bool is_number(const Term *term) {
    static const char *const names[] = {
        "integer",        "decimal", "double", "float",       "int",          "long",
        "short",          "byte",    "gYear",  "unsignedInt", "unsignedLong", "nonNegativeInteger",
        "positiveInteger"};
    if (term->kind != TERM_LITERAL || !text_starts(term->datatype, TEXT(XSD))) return false;
    const Text name = text_slice(term->datatype, sizeof XSD - 1, SIZE_MAX);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (text_equal(name, text_of(names[i]))) return true;
    }
    return false;
}

/* Does a table in lines say this in its first column already? */
static bool is_said(const ResultsWriter *writer, Table *table, Text text) {
    if (!writer->options.wrap || writer->options.width == 0) return false;
    const bool said = table->count > 0 && text_equal(table->said, text);
    table->said = text;
    return said;
}

static Status row(ResultsWriter *writer, const Term *terms, Diag *diag) {
    Table *const table = writer->state;
    if (writer->options.most_rows && writer->rows >= writer->options.most_rows) {
        writer->truncated = true;
        return STATUS_OK;
    }
    if (array_grow((void **)&table->cells, &table->cap, table->count + writer->columns,
                   sizeof *table->cells) != STATUS_OK)
        return out_of_memory(diag);
    for (size_t i = 0; i < writer->columns; i++) {
        printable_cell(&writer->options, &terms[i], &writer->scratch);
        const Text text = arena_text(table->arena, buffer_view(&writer->scratch));
        if (!text.at) return out_of_memory(diag);
        Cell cell = {text, text_columns(text)};
        Column *const column = &table->columns[i];
        if (i == 0 && is_said(writer, table, text)) cell = (Cell){TEXT(""), 0};
        const size_t word = writer->options.wrap ? longest_word(cell.text) : 0;
        column->text += cell.width;
        if (word > column->word) column->word = word;
        if (cell.width > column->width) column->width = cell.width;
        if (terms[i].kind != TERM_NONE) {
            column->any = true;
            column->numeric = column->numeric && is_number(&terms[i]);
        }
        table->cells[table->count++] = cell;
    }
    return STATUS_OK;
}

/* The width that no column may exceed so that all fit into `room` columns of the screen: shares out what is left
 * among the columns that are still too wide, until no more column fits into its share. */
static size_t fair_limit(const Column *columns, size_t count, size_t room) {
    size_t limit = 0, wide = count, left = room;
    for (bool changed = true; changed && wide > 0;) {
        limit = left / wide;
        changed = false;
        size_t narrow = 0, taken = 0;
        for (size_t i = 0; i < count; i++) {
            if (columns[i].width > limit) continue;
            narrow++;
            taken += columns[i].width;
        }
        if (count - narrow != wide) {
            wide = count - narrow;
            left = room > taken ? room - taken : 0;
            changed = true;
        }
    }
    return limit > LEAST_WIDTH ? limit : LEAST_WIDTH;
}

/* What of `room` the columns without a width yet may share, and the text in them. */
static size_t left_of(const Column *columns, size_t count, size_t room, size_t *text) {
    *text = 0;
    for (size_t i = 0; i < count; i++) {
        if (!columns[i].given)
            *text += columns[i].text;
        else
            room = room > columns[i].width ? room - columns[i].width : 0;
    }
    return room;
}

/* Every column gets a share of `room` by how much stands in it: no more than it needs, nor less than a word. */
static void share_by_text(Column *columns, size_t count, size_t room) {
    for (size_t i = 0; i < count;) {
        size_t text;
        const size_t left = left_of(columns, count, room, &text);
        const size_t share = text ? left * columns[i].text / text : 0;
        const size_t least = share > columns[i].word ? share : columns[i].word;
        const bool fixed = columns[i].width <= least || share <= columns[i].word;
        if (columns[i].given || !fixed) {
            i++;
            continue;
        }
        if (columns[i].width > least) columns[i].width = least;
        columns[i].given = true;
        i = 0; /* what is left has changed */
    }
    size_t text;
    const size_t left = left_of(columns, count, room, &text);
    for (size_t i = 0; i < count; i++) {
        if (!columns[i].given) columns[i].width = left * columns[i].text / text;
    }
}

static void fit(const ResultsWriter *writer, Table *table) {
    if (writer->options.width == 0 || writer->columns == 0) return;
    const size_t gaps = GAP * (writer->columns - 1), width = writer->options.width;
    const size_t room = width > gaps ? width - gaps : 0;
    size_t wanted = 0, needed = 0;
    for (size_t i = 0; i < writer->columns; i++) {
        wanted += table->columns[i].width;
        needed += table->columns[i].word;
    }
    if (wanted <= room) return;
    if (writer->options.wrap && needed <= room) {
        share_by_text(table->columns, writer->columns, room);
        return;
    }
    const size_t limit = fair_limit(table->columns, writer->columns, room);
    for (size_t i = 0; i < writer->columns; i++) {
        if (table->columns[i].width > limit) table->columns[i].width = limit;
    }
}

static void pad(Output *out, size_t columns) {
    while (columns-- > 0) output_byte(out, ' ');
}

/* The longest beginning of `text` that fits into `room` columns, whole characters with their combining marks. */
static Text beginning(Text text, size_t room) {
    size_t at = 0, used = 0, size = 1;
    for (; at < text.len; at += size) {
        if (utf8_decode(text.at + at, text.len - at, &size) < 0) size = 1;
        used += text_columns((Text){text.at + at, size});
        if (used > room) break;
    }
    return (Text){text.at, at};
}

static void write_cell(ResultsWriter *writer, size_t index, Text text, size_t width) {
    const Column *const column = &((const Table *)writer->state)->columns[index];
    const bool last = index + 1 == writer->columns;
    if (index) pad(writer->out, GAP);
    if (width > column->width) {
        const Text part = beginning(text, column->width - 1);
        output_text(writer->out, part);
        output_text(writer->out, TEXT("\xE2\x80\xA6"));
        if (!last) pad(writer->out, column->width - 1 - text_columns(part));
        writer->truncated = true;
        return;
    }
    const bool right = column->numeric && column->any;
    if (right) pad(writer->out, column->width - width);
    output_text(writer->out, text);
    if (!right && !last) pad(writer->out, column->width - width);
}

static void write_head(ResultsWriter *writer, const Table *table) {
    if (writer->options.color) output_text(writer->out, TEXT("\x1B[1m"));
    for (size_t i = 0; i < writer->columns; i++)
        write_cell(writer, i, writer->names[i], text_columns(writer->names[i]));
    if (writer->options.color) output_text(writer->out, TEXT("\x1B[0m"));
    output_byte(writer->out, '\n');
    for (size_t i = 0; i < writer->columns; i++) {
        if (i) pad(writer->out, GAP);
        for (size_t n = table->columns[i].width; n > 0; n--)
            output_text(writer->out, writer->options.unicode ? TEXT("\xE2\x94\x80") : TEXT("-"));
    }
    output_byte(writer->out, '\n');
}

/* Takes the next line of at most `room` columns off a cell, broken at a space where there is one. */
static Text take_line(Text *rest, size_t room) {
    const Text most = beginning(*rest, room);
    size_t end =
        most.len ? most.len : rest->len; /* a character wider than the column stays whole */
    if (end < rest->len) {
        while (end > 0 && rest->at[end] != ' ') end--;
        if (end == 0) end = most.len;
    }
    const Text line = text_slice(*rest, 0, end);
    while (end < rest->len && rest->at[end] == ' ') end++;
    *rest = text_slice(*rest, end, rest->len);
    return line;
}

/* A row of several lines, as many as its longest cell needs; `rests` is room for one text a column. */
static void write_wrapped(ResultsWriter *writer, const Table *table, const Cell *cells,
                          Text *rests) {
    for (size_t i = 0; i < writer->columns; i++) rests[i] = cells[i].text;
    for (bool more = true; more;) {
        more = false;
        for (size_t i = 0; i < writer->columns; i++) {
            const Text line = take_line(&rests[i], table->columns[i].width);
            write_cell(writer, i, line, text_columns(line));
            more = more || rests[i].len > 0;
        }
        output_byte(writer->out, '\n');
    }
}

static void write_row(ResultsWriter *writer, const Cell *cells) {
    for (size_t i = 0; i < writer->columns; i++)
        write_cell(writer, i, cells[i].text, cells[i].width);
    output_byte(writer->out, '\n');
}

static Status end(ResultsWriter *writer, Diag *diag) {
    Table *const table = writer->state;
    Text *const rests = arena_array(table->arena, writer->columns + 1, sizeof *rests);
    if (!rests) return out_of_memory(diag);
    fit(writer, table);
    write_head(writer, table);
    for (size_t i = 0; i < table->count && writer->columns > 0; i += writer->columns) {
        if (writer->options.wrap)
            write_wrapped(writer, table, &table->cells[i], rests);
        else
            write_row(writer, &table->cells[i]);
    }
    return STATUS_OK;
}

static void boolean(Output *out, bool answer) {
    output_text(out, answer ? TEXT("true\n") : TEXT("false\n"));
}

const RowFormat results_table = {begin, row, end, table_free, boolean};
