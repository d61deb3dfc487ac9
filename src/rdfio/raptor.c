/* Stand-in until the helper lands. */
#include "rdfio_internal.h"

Status raptor_read(const ReadJob *job, const RdfFormat *format) {
    return diag_set(job->diag, STATUS_UNSUPPORTED, "%s cannot be read yet", format->label);
}
