/* Functions on numbers and hash functions: SPARQL 1.1 sections 17.4.4 and 17.4.6; XPath F&O 3.1 section 4.4. */
#include "expression_internal.h"

#include <math.h>
#include <nettle/md5.h>
#include <nettle/nettle-meta.h>
#include <nettle/sha1.h>
#include <nettle/sha2.h>

/* ---- Rounding ------------------------------------------------------------------------------- */

Status builtin_abs(EvalContext *context, const Value *args, size_t count, Value *result) {
    (void)context, (void)count;
    if (value_is_numeric(&args[0])) *result = value_absolute(&args[0]);
    return STATUS_OK;
}

Status builtin_round(EvalContext *context, const Value *args, size_t count, Value *result) {
    (void)count;
    return value_round(context->scratch, ROUNDING_HALF_UP, &args[0], result);
}

Status builtin_ceil(EvalContext *context, const Value *args, size_t count, Value *result) {
    (void)count;
    return value_round(context->scratch, ROUNDING_CEILING, &args[0], result);
}

Status builtin_floor(EvalContext *context, const Value *args, size_t count, Value *result) {
    (void)count;
    return value_round(context->scratch, ROUNDING_FLOOR, &args[0], result);
}

/* 53 random bits: every multiple of 2^-53 in [0, 1) is as likely. */
Status builtin_rand(EvalContext *context, const Value *args, size_t count, Value *result) {
    (void)args, (void)count;
    *result = value_double(ldexp((double)(eval_random(context) >> 11), -53));
    return STATUS_OK;
}

/* ---- Hashes --------------------------------------------------------------------------------- */

static Status hash(EvalContext *context, const struct nettle_hash *kind, const Value *arg,
                   Value *result) {
    union {
        struct md5_ctx md5;
        struct sha1_ctx sha1;
        struct sha256_ctx sha256;
        struct sha512_ctx sha512;
    } state;
    uint8_t digest[SHA512_DIGEST_SIZE];
    const Text text = arg->term.text;
    if (arg->kind != VALUE_STRING) return STATUS_OK;
    kind->init(&state);
    kind->update(&state, text.len, (const uint8_t *)(text.len ? text.at : ""));
    kind->digest(&state, kind->digest_size, digest);
    char *const hex = arena_alloc(context->scratch, 2 * sizeof digest);
    if (!hex) return STATUS_NO_MEMORY;
    for (size_t i = 0; i < kind->digest_size; i++) {
        hex[2 * i] = "0123456789abcdef"[digest[i] >> 4];
        hex[2 * i + 1] = "0123456789abcdef"[digest[i] & 15];
    }
    *result = value_string((Text){hex, 2 * (size_t)kind->digest_size});
    return STATUS_OK;
}

Status builtin_md5(EvalContext *context, const Value *args, size_t count, Value *result) {
    (void)count;
    return hash(context, &nettle_md5, &args[0], result);
}

Status builtin_sha1(EvalContext *context, const Value *args, size_t count, Value *result) {
    (void)count;
    return hash(context, &nettle_sha1, &args[0], result);
}

Status builtin_sha256(EvalContext *context, const Value *args, size_t count, Value *result) {
    (void)count;
    return hash(context, &nettle_sha256, &args[0], result);
}

Status builtin_sha384(EvalContext *context, const Value *args, size_t count, Value *result) {
    (void)count;
    return hash(context, &nettle_sha384, &args[0], result);
}

Status builtin_sha512(EvalContext *context, const Value *args, size_t count, Value *result) {
    (void)count;
    return hash(context, &nettle_sha512, &args[0], result);
}
