/* What the files of expression evaluation share: expression.c, functions_*.c, regex.c, aggregate.c.
 *
 * A function gets its arguments as values, none of them an error, in the number that its row of builtins.def
 * allows. *result is VALUE_ERROR when it is called: to fail is to return. Text that it makes goes to
 * context->scratch. */
#ifndef YTTERBY_EXPRESSION_INTERNAL_H
#define YTTERBY_EXPRESSION_INTERNAL_H

#include "exec_internal.h"

typedef Status BuiltinFunction(EvalContext *context, const Value *args, size_t count,
                               Value *result);

#define BUILTIN(name, least, most, function, sparql12) BuiltinFunction function;
#include "ytterby/builtins.def"
#undef BUILTIN

/* functions_string.c: is it a "string literal" of section 17.4.3: xsd:string or language-tagged? */
bool is_string_literal(const Value *value);
/* A string literal with the language and direction of `like`. */
Value string_like(const Value *like, Text text);
/* The string literal of what was built, copied to the scratch arena; the buffer is freed. */
Status string_of_buffer(EvalContext *context, Buffer *buffer, const Value *like, Value *result);

/* text_cache.c: the text of an id of an IRI or a string (TAG_IRI, TAG_STRING). */
typedef struct CachedText {
    TermId id;
    uint64_t first; /* its first bytes, in their order as a number */
    Text text;
} CachedText;
typedef struct TextCache TextCache;
Status text_of_id(EvalContext *context, TermId id, CachedText *cached);
int cached_text_compare(const CachedText *a, const CachedText *b); /* by bytes: of code points */
void text_cache_free(TextCache *cache, Budget *budget);

/* text_range.c: does the variable begin with the constant, in STRSTARTS? TRUTH_ERROR: ids do not tell. */
Status text_range_starts(EvalContext *context, const Expr *expr, const Row *row, Truth *truth);

/* regex_translate.c: XPath regular expressions in PCRE2's syntax. */
typedef struct RegexFlags {
    bool dot_all, multiline, caseless, strip_space, literal; /* s m i x q */
} RegexFlags;

bool regex_flags(Text text, RegexFlags *flags); /* false: an unknown letter */
/* Appends the translation; false when the pattern is not an XPath regular expression. */
bool regex_translate(Text pattern, const RegexFlags *flags, Buffer *out);

/* regex.c */
typedef struct RegexCache RegexCache;
void regex_cache_free(RegexCache *cache);

/* member.c: is the value equal to a member of the list of an IN or NOT IN? */
typedef struct MemberIndex MemberIndex;
Status member_of_list(EvalContext *context, const Value *wanted, const Expr *expr, const Row *row,
                      Truth *found);
void member_index_free(MemberIndex *index);

#endif
