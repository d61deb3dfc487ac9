/* Blank node labels of one file. Labels are kept as they are written. Nodes without one ([], (), <<…>>) get
 * "anonN", and no label of the file may become the same, wherever it stands in the stream: until the first
 * node is made, a label anonN only raises the number to begin with; afterwards a label anonN, or anonN with
 * some "x" behind, gets one more "x" when N is not below that number. That is one-to-one in constant memory. */
#include <stdio.h>
#include <string.h>

#include "rdfio_internal.h"

#define STEM    "anon"
#define HIGHEST UINT64_C(1000000000000000000) /* numbers from here on are never made */

/* Is the label STEM, a number without leading zeros, then any number of "x"? *number is capped at HIGHEST. */
static bool is_made_shape(Text label, uint64_t *number) {
    const Text stem = TEXT(STEM);
    size_t at = stem.len;
    if (!text_starts(label, stem) || at >= label.len) return false;
    const size_t start = at;
    uint64_t value = 0;
    for (; at < label.len && label.at[at] >= '0' && label.at[at] <= '9'; at++)
        if (value < HIGHEST) value = value * 10 + (uint64_t)(label.at[at] - '0');
    if (at == start || (label.at[start] == '0' && at > start + 1)) return false;
    while (at < label.len && label.at[at] == 'x') at++;
    *number = value < HIGHEST ? value : HIGHEST;
    return at == label.len;
}

static Status join(TextStack *stack, Text prefix, Text label, Text suffix, Text *result) {
    const size_t size = prefix.len + label.len + suffix.len;
    char *const at = stack_alloc(stack, size);
    if (!at) return stack_failure(stack);
    if (prefix.len > 0) memcpy(at, prefix.at, prefix.len);
    memcpy(at + prefix.len, label.at, label.len);
    memcpy(at + prefix.len + label.len, suffix.at, suffix.len);
    *result = (Text){at, size};
    return STATUS_OK;
}

Status blank_of_file(BlankLabels *labels, TextStack *stack, Text label, Text *result) {
    uint64_t number;
    Text suffix = TEXT("");
    if (label.len > 4 && is_made_shape(label, &number)) {
        if (number >= HIGHEST || (labels->made > 0 && number >= labels->first))
            suffix = TEXT("x");
        else if (number >= labels->first)
            labels->first = number + 1;
    }
    return join(stack, labels->prefix, label, suffix, result);
}

size_t blank_size(const BlankLabels *labels) { return labels->prefix.len + strlen(STEM) + 20; }

Text blank_make(BlankLabels *labels, char *at) {
    if (labels->prefix.len > 0) memcpy(at, labels->prefix.at, labels->prefix.len);
    char number[32];
    const int length = snprintf(number, sizeof number, STEM "%llu",
                                (unsigned long long)(labels->first + labels->made++));
    memcpy(at + labels->prefix.len, number, (size_t)length);
    return (Text){at, labels->prefix.len + (size_t)length};
}

Status blank_new(BlankLabels *labels, TextStack *stack, Term *blank) {
    char *const at = stack_alloc(stack, blank_size(labels));
    if (!at) return stack_failure(stack);
    *blank = (Term){.kind = TERM_BLANK, .text = blank_make(labels, at)};
    return STATUS_OK;
}
