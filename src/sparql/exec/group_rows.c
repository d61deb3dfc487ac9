/* Rows and values that GROUP BY puts aside when memory gets short, sorted so that those of a group stand together: first of
 * the groups that are in memory, by their number, then of new ones, by their keys. Values of DISTINCT aggregates are entries
 * of their own, sorted by the value, so that equal ones are neighbours: one of them is handed back.
 *
 * The cells of an entry: group, keys, which, age (of rows), payload; so sorted, as numbers. */
#include "group_internal.h"

#include <string.h>

enum {
    FIXED_CELLS = 3 /* group, which, age */
};

static size_t cell_count(const GroupRows *self) {
    return FIXED_CELLS + self->key_count + self->width;
}

Status group_rows_init(GroupRows *self, Operator *owner, size_t key_count, size_t width) {
    Arena *const arena = owner->exec->setup.arena;
    *self = (GroupRows){.key_count = key_count, .width = width};
    self->cells = arena_array(arena, cell_count(self), sizeof *self->cells);
    self->last = arena_array(arena, cell_count(self), sizeof *self->last);
    row_sorter_init(&self->sorter, owner, NULL, cell_count(self), NULL);
    return self->cells && self->last ? STATUS_OK : STATUS_NO_MEMORY;
}

Status group_rows_add(GroupRows *self, const GroupEntry *entry, size_t width) {
    TermId *cell = self->cells;
    const bool known = entry->group != GROUP_NEW;
    *cell++ = entry->group;
    for (size_t i = 0; i < self->key_count; i++) *cell++ = known ? 0 : entry->key[i];
    *cell++ = entry->which;
    *cell++ = entry->which == GROUP_ROW ? self->age++ : 0;
    memset(cell, 0, self->width * sizeof *cell);
    if (width > 0) memcpy(cell, entry->payload, width * sizeof *cell);
    return row_sorter_add(&self->sorter, self->cells);
}

Status group_rows_end(GroupRows *self) {
    self->has_last = false;
    return row_sorter_end(&self->sorter);
}

Status group_rows_next(GroupRows *self, GroupEntry *entry) {
    const size_t bytes = cell_count(self) * sizeof(TermId);
    const TermId *cells = NULL;
    do {
        TRY(row_sorter_next(&self->sorter, &cells));
    } while (cells && self->has_last && memcmp(cells, self->last, bytes) == 0);
    *entry = (GroupEntry){0};
    if (!cells) return STATUS_OK;
    memcpy(self->last, cells, bytes);
    self->has_last = true;
    TermId *const key = self->last + 1, *const which = key + self->key_count;
    *entry = (GroupEntry){self->last[0], which[0], key, which + 2};
    return STATUS_OK;
}

void group_rows_free(GroupRows *self) {
    row_sorter_free(&self->sorter);
    self->age = 0;
}
