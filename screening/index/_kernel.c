/* The two inner loops of retrieval. screening/index/kernel.py says what each computes and does the same in NumPy; a test holds
 * both equal. No rule of scoring is in here: similarities, shares and budgets come in, sums and edits go out. */

#define PY_SSIZE_T_CLEAN
#define Py_LIMITED_API 0x030B0000
#include <Python.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK 512
#define LONGEST_PATTERN 64
#define ASCII 128

typedef struct {
    char *data;
    size_t used, room;
} Buffer;

static int append(Buffer *buffer, const void *item, size_t size)
{
    if (buffer->used + size > buffer->room) {
        size_t room = buffer->room ? 2 * buffer->room : 1024;
        char *data = realloc(buffer->data, room);
        if (!data)
            return -1;
        buffer->data = data;
        buffer->room = room;
    }
    memcpy(buffer->data + buffer->used, item, size);
    buffer->used += size;
    return 0;
}

static PyObject *as_bytes(const Buffer *buffer)
{
    return PyBytes_FromStringAndSize(buffer->data ? buffer->data : "", (Py_ssize_t)buffer->used);
}

static Py_ssize_t count_of(const Py_buffer *view, size_t item)
{
    return view->len / (Py_ssize_t)item;
}

/* ---- near: texts within an edit budget ------------------------------------------------------------------------------------ */

typedef struct {
    uint64_t ascii[ASCII];
    uint32_t other[LONGEST_PATTERN];
    uint64_t other_places[LONGEST_PATTERN];
    int others, length;
} Pattern;

static uint64_t places_of(const Pattern *pattern, uint32_t code)
{
    if (code < ASCII)
        return pattern->ascii[code];
    for (int i = 0; i < pattern->others; i++)
        if (pattern->other[i] == code)
            return pattern->other_places[i];
    return 0;
}

static void set_pattern(Pattern *pattern, const uint32_t *codes, int length)
{
    memset(pattern, 0, sizeof *pattern);
    pattern->length = length;
    for (int place = 0; place < length; place++) {
        uint64_t bit = (uint64_t)1 << place;
        int i = 0;
        if (codes[place] < ASCII) {
            pattern->ascii[codes[place]] |= bit;
            continue;
        }
        while (i < pattern->others && pattern->other[i] != codes[place])
            i++;
        if (i == pattern->others)
            pattern->other[pattern->others++] = codes[place];
        pattern->other_places[i] |= bit;
    }
}

/* Optimal string alignment, a column of the matrix in two words (Hyyro 2003, "A bit-vector algorithm for computing Levenshtein
 * and Damerau edit distances"). */
static int edits_to(const Pattern *pattern, const uint32_t *text, int64_t length)
{
    uint64_t up = ~(uint64_t)0, down = 0, diagonal = 0, before = 0;
    uint64_t last = (uint64_t)1 << (pattern->length - 1);
    int edits = pattern->length;
    for (int64_t i = 0; i < length; i++) {
        uint64_t here = places_of(pattern, text[i]);
        uint64_t swapped = ((~diagonal & here) << 1) & before;
        diagonal = (((here & up) + up) ^ up) | here | down | swapped;
        uint64_t right = down | ~(diagonal | up), left = diagonal & up;
        edits += (right & last) != 0;
        edits -= (left & last) != 0;
        right = (right << 1) | 1;
        left <<= 1;
        up = left | ~(diagonal | right);
        down = right & diagonal;
        before = here;
    }
    return edits;
}

static uint32_t bits_in(uint32_t word)
{
    word -= (word >> 1) & 0x55555555u;
    word = (word & 0x33333333u) + ((word >> 2) & 0x33333333u);
    word = (word + (word >> 4)) & 0x0F0F0F0Fu;
    return (word * 0x01010101u) >> 24;
}

typedef struct {
    const uint32_t *masks, *codes;
    const int64_t *starts;
    Pattern pattern;
    uint32_t mask;
} Search;

/* The texts begin..end, all of one length, within `budget` edits of the pattern. */
static int near_of_length(const Search *search, int64_t begin, int64_t end, int budget, Buffer *places, Buffer *edits)
{
    uint8_t may[BLOCK];
    uint32_t most = 2 * (uint32_t)budget;
    for (int64_t block = begin; block < end; block += BLOCK) {
        int size = (int)(end - block < BLOCK ? end - block : BLOCK);
        const uint32_t *masks = search->masks + block;
        for (int i = 0; i < size; i++)
            may[i] = bits_in(masks[i] ^ search->mask) <= most;
        for (int i = 0; i < size; i++) {
            if (!may[i])
                continue;
            int32_t place = (int32_t)(block + i);
            const int64_t *span = search->starts + place;
            int found = edits_to(&search->pattern, search->codes + span[0], span[1] - span[0]);
            int8_t few = (int8_t)found;
            if (found <= budget && (append(places, &place, sizeof place) || append(edits, &few, sizeof few)))
                return -1;
        }
    }
    return 0;
}

static int sound_search(const Py_buffer *codes, const Py_buffer *starts, const Py_buffer *masks, const Py_buffer *groups, const Py_buffer *budgets)
{
    Py_ssize_t texts = count_of(masks, sizeof(uint32_t)), lengths = count_of(budgets, 1);
    const int64_t *start = starts->buf, *group = groups->buf;
    if (count_of(starts, sizeof(int64_t)) != texts + 1 || count_of(groups, sizeof(int64_t)) != lengths + 1)
        return 0;
    if (start[0] != 0 || start[texts] != count_of(codes, sizeof(uint32_t)) || group[0] != 0 || group[lengths] != texts)
        return 0;
    for (Py_ssize_t i = 0; i < lengths; i++)
        if (group[i] > group[i + 1])
            return 0;
    return 1;
}

static PyObject *near_texts(PyObject *module, PyObject *args)
{
    Py_buffer masks, codes, starts, groups, budgets, text;
    unsigned int mask;
    (void)module;
    if (!PyArg_ParseTuple(args, "y*y*y*y*y*y*I", &masks, &codes, &starts, &groups, &budgets, &text, &mask))
        return NULL;
    PyObject *found = NULL;
    Buffer places = {0}, edits = {0};
    Py_ssize_t length = count_of(&text, sizeof(uint32_t)), lengths = count_of(&budgets, 1);
    if (length < 1 || length > LONGEST_PATTERN || !sound_search(&codes, &starts, &masks, &groups, &budgets)) {
        PyErr_SetString(PyExc_ValueError, "columns of texts that do not fit together, or a text too long");
    } else {
        Search search = {masks.buf, codes.buf, starts.buf, {{0}, {0}, {0}, 0, 0}, mask};
        const int64_t *group = groups.buf;
        const int8_t *budget = budgets.buf;
        int failed = 0;
        set_pattern(&search.pattern, text.buf, (int)length);
        for (Py_ssize_t other = 0; other < lengths && !failed; other++)
            if (budget[other] > 0)
                failed = near_of_length(&search, group[other], group[other + 1], budget[other], &places, &edits);
        found = failed ? PyErr_NoMemory() : Py_BuildValue("NN", as_bytes(&places), as_bytes(&edits));
    }
    free(places.data);
    free(edits.data);
    PyBuffer_Release(&masks);
    PyBuffer_Release(&codes);
    PyBuffer_Release(&starts);
    PyBuffer_Release(&groups);
    PyBuffer_Release(&budgets);
    PyBuffer_Release(&text);
    return found;
}

/* ---- gather: what the entries reached by a form have in common with it ------------------------------------------------------ */

enum {
    NUMBERS, BOUNDS, TOKEN_STARTS, FORM_TOKENS, FORM_SHARES, FORM_ESSENTIAL, FORM_STARTS, EXTRA_ENTRIES, EXTRA_STARTS,
    POSTING_STARTS, POSTING_ENTRIES, ENTRY_STARTS, ENTRY_TOKENS, ENTRY_SHARES, INPUTS
};

static const size_t ITEM[INPUTS] = {4, 4, 8, 4, 8, 1, 8, 4, 8, 8, 4, 8, 4, 4};

typedef struct {
    const void *data[INPUTS];
    Py_ssize_t size[INPUTS];
    Py_ssize_t texts, entries, tokens, forms;
} Inputs;

typedef struct {
    int32_t *slot_of;    /* vocabulary number -> 1 + its row of `similarity`, 0 without one */
    uint64_t *seen;      /* a bit an entry */
    float *similarity;   /* a row a slot, a column a token of the form */
    float *greatest;     /* a number a slot: the greatest of its row */
    size_t room, slots;
    float *column;       /* a number a token of the form */
    size_t columns;
    Buffer touched;      /* vocabulary numbers with a slot */
    Buffer form, entry, query, listed;
} Work;

static int ascending(const int64_t *starts, Py_ssize_t count, int64_t end)
{
    if (count < 1 || starts[0] != 0 || starts[count - 1] != end)
        return 0;
    for (Py_ssize_t i = 1; i < count; i++)
        if (starts[i] < starts[i - 1])
            return 0;
    return 1;
}

static int sound_inputs(const Inputs *in)
{
    const int64_t *posting = in->data[POSTING_STARTS], *entry = in->data[ENTRY_STARTS];
    if (in->texts < 0 || in->entries < 0 || in->tokens < 0 || in->forms < 0)
        return 0;
    if (posting[0] != 0 || posting[in->texts] != in->size[POSTING_ENTRIES] || entry[0] != 0 || entry[in->entries] != in->size[ENTRY_TOKENS])
        return 0;
    if (in->size[BOUNDS] != in->size[NUMBERS] || in->size[ENTRY_SHARES] != in->size[ENTRY_TOKENS])
        return 0;
    if (in->size[FORM_SHARES] != in->size[FORM_TOKENS] || in->size[FORM_ESSENTIAL] != in->size[FORM_TOKENS])
        return 0;
    return ascending(in->data[TOKEN_STARTS], in->size[TOKEN_STARTS], in->size[NUMBERS])
        && ascending(in->data[FORM_STARTS], in->size[FORM_STARTS], in->size[FORM_TOKENS])
        && in->size[EXTRA_STARTS] == in->size[FORM_STARTS]
        && ascending(in->data[EXTRA_STARTS], in->size[EXTRA_STARTS], in->size[EXTRA_ENTRIES]);
}

static int add_slot(Work *work, int32_t number, size_t columns)
{
    size_t slot = work->slots++;
    if (work->slots * columns > work->room) {
        size_t room = 2 * work->slots * columns + 1024;
        float *rows = realloc(work->similarity, room * sizeof(float));
        if (!rows)
            return -1;
        work->similarity = rows;
        float *greatest = realloc(work->greatest, room * sizeof(float));
        if (!greatest)
            return -1;
        work->greatest = greatest;
        work->room = room;
    }
    memset(work->similarity + slot * columns, 0, columns * sizeof(float));
    work->greatest[slot] = 0.0f;
    work->slot_of[number] = (int32_t)(slot + 1);
    return append(&work->touched, &number, sizeof number);
}

/* Lay out the similarities of the form's tokens to the vocabulary. 0: done, -1: no memory, -2: a number out of bounds. */
static int lay_out(const Inputs *in, Work *work, int64_t begin, int64_t end)
{
    const int32_t *form_tokens = in->data[FORM_TOKENS], *numbers = in->data[NUMBERS];
    const float *bounds = in->data[BOUNDS];
    const int64_t *starts = in->data[TOKEN_STARTS];
    size_t columns = (size_t)(end - begin);
    for (int64_t place = begin; place < end; place++) {
        int32_t token = form_tokens[place];
        if (token < 0 || token >= in->tokens)
            return -2;
        for (int64_t i = starts[token]; i < starts[token + 1]; i++) {
            int32_t number = numbers[i];
            if (number < 0 || number >= in->texts)
                return -2;
            if (!work->slot_of[number] && add_slot(work, number, columns))
                return -1;
            size_t slot = (size_t)work->slot_of[number] - 1;
            work->similarity[slot * columns + (size_t)(place - begin)] = bounds[i];
            if (bounds[i] > work->greatest[slot])
                work->greatest[slot] = bounds[i];
        }
    }
    return 0;
}

/* Sum up one entry: for each token of the form its greatest similarity, for each of the entry's tokens as well. */
static int sum_up(const Inputs *in, Work *work, int32_t form, int32_t entry, int64_t begin, size_t columns)
{
    const int64_t *starts = in->data[ENTRY_STARTS];
    const int32_t *tokens = in->data[ENTRY_TOKENS];
    const float *shares = in->data[ENTRY_SHARES];
    const double *own = (const double *)in->data[FORM_SHARES] + begin;
    double query = 0.0, listed = 0.0;
    memset(work->column, 0, columns * sizeof(float));
    if (starts[entry] > starts[entry + 1] || starts[entry + 1] > in->size[ENTRY_TOKENS])
        return -2;
    for (int64_t i = starts[entry]; i < starts[entry + 1]; i++) {
        if (tokens[i] < 0 || tokens[i] >= in->texts)
            return -2;
        int32_t slot = work->slot_of[tokens[i]];
        if (!slot)
            continue;
        const float *row = work->similarity + (size_t)(slot - 1) * columns;
        listed += (double)work->greatest[slot - 1] * (double)shares[i];
        for (size_t k = 0; k < columns; k++)
            if (row[k] > work->column[k])
                work->column[k] = row[k];
    }
    for (size_t k = 0; k < columns; k++)
        query += (double)work->column[k] * own[k];
    if (append(&work->form, &form, sizeof form) || append(&work->entry, &entry, sizeof entry))
        return -1;
    return append(&work->query, &query, sizeof query) || append(&work->listed, &listed, sizeof listed) ? -1 : 0;
}

/* Sum up every entry that one vocabulary text is in, once a form. */
static int sum_up_postings(const Inputs *in, Work *work, int32_t form, int32_t number, int64_t begin, size_t columns)
{
    const int64_t *starts = in->data[POSTING_STARTS];
    const int32_t *entries = in->data[POSTING_ENTRIES];
    if (starts[number] > starts[number + 1] || starts[number + 1] > in->size[POSTING_ENTRIES])
        return -2;
    for (int64_t i = starts[number]; i < starts[number + 1]; i++) {
        int32_t entry = entries[i];
        if (entry < 0 || entry >= in->entries)
            return -2;
        uint64_t bit = (uint64_t)1 << (entry & 63);
        if (work->seen[entry >> 6] & bit)
            continue;
        work->seen[entry >> 6] |= bit;
        int failed = sum_up(in, work, form, entry, begin, columns);
        if (failed)
            return failed;
    }
    return 0;
}

static void wipe(Work *work, size_t first)
{
    const int32_t *numbers = (const int32_t *)work->touched.data, *entries = (const int32_t *)work->entry.data;
    for (size_t i = 0; i < work->touched.used / sizeof(int32_t); i++)
        work->slot_of[numbers[i]] = 0;
    for (size_t i = first; i < work->entry.used / sizeof(int32_t); i++)
        work->seen[entries[i] >> 6] = 0;
    work->touched.used = 0;
    work->slots = 0;
}

static int gather_form(const Inputs *in, Work *work, int32_t form)
{
    const int64_t *form_starts = in->data[FORM_STARTS], *extra_starts = in->data[EXTRA_STARTS], *token_starts = in->data[TOKEN_STARTS];
    const int32_t *form_tokens = in->data[FORM_TOKENS], *numbers = in->data[NUMBERS], *extra = in->data[EXTRA_ENTRIES];
    const uint8_t *essential = in->data[FORM_ESSENTIAL];
    int64_t begin = form_starts[form], end = form_starts[form + 1];
    size_t columns = (size_t)(end - begin), first = work->entry.used / sizeof(int32_t);
    if (columns > work->columns) {
        float *column = realloc(work->column, columns * sizeof(float));
        if (!column)
            return -1;
        work->column = column;
        work->columns = columns;
    }
    int failed = columns ? lay_out(in, work, begin, end) : 0;
    for (int64_t i = extra_starts[form]; i < extra_starts[form + 1] && !failed; i++) {
        if (extra[i] < 0 || extra[i] >= in->entries)
            return -2;
        work->seen[extra[i] >> 6] |= (uint64_t)1 << (extra[i] & 63);
        failed = sum_up(in, work, form, extra[i], begin, columns);
    }
    for (int64_t place = begin; place < end && !failed; place++) {
        if (!essential[place])
            continue;
        int32_t token = form_tokens[place];
        for (int64_t i = token_starts[token]; i < token_starts[token + 1] && !failed; i++)
            failed = sum_up_postings(in, work, form, numbers[i], begin, columns);
    }
    wipe(work, first);
    return failed;
}

static PyObject *gathered(const Inputs *in)
{
    Work work = {0};
    PyObject *found = NULL;
    int failed = -1;
    work.slot_of = calloc((size_t)in->texts + 1, sizeof(int32_t));
    work.seen = calloc((size_t)in->entries / 64 + 1, sizeof(uint64_t));
    if (work.slot_of && work.seen) {
        PyThreadState *state = PyEval_SaveThread();
        failed = 0;
        for (Py_ssize_t form = 0; form < in->forms && !failed; form++)
            failed = gather_form(in, &work, (int32_t)form);
        PyEval_RestoreThread(state);
    }
    if (failed == -2)
        PyErr_SetString(PyExc_ValueError, "columns of entries that do not fit together");
    else if (failed)
        PyErr_NoMemory();
    else
        found = Py_BuildValue("NNNN", as_bytes(&work.form), as_bytes(&work.entry), as_bytes(&work.query), as_bytes(&work.listed));
    free(work.slot_of);
    free(work.seen);
    free(work.similarity);
    free(work.greatest);
    free(work.column);
    free(work.touched.data);
    free(work.form.data);
    free(work.entry.data);
    free(work.query.data);
    free(work.listed.data);
    return found;
}

static PyObject *gather(PyObject *module, PyObject *args)
{
    Py_buffer view[INPUTS];
    Inputs in;
    PyObject *found = NULL;
    int open = 0;
    (void)module;
    if (PyTuple_Size(args) != INPUTS) {
        PyErr_Format(PyExc_TypeError, "gather takes %d arrays", INPUTS);
        return NULL;
    }
    while (open < INPUTS && !PyObject_GetBuffer(PyTuple_GetItem(args, open), &view[open], PyBUF_SIMPLE)) {
        in.data[open] = view[open].buf;
        in.size[open] = view[open].len / (Py_ssize_t)ITEM[open];
        open++;
    }
    if (open == INPUTS) {
        in.texts = in.size[POSTING_STARTS] - 1;
        in.entries = in.size[ENTRY_STARTS] - 1;
        in.tokens = in.size[TOKEN_STARTS] - 1;
        in.forms = in.size[FORM_STARTS] - 1;
        if (sound_inputs(&in))
            found = gathered(&in);
        else
            PyErr_SetString(PyExc_ValueError, "arrays that do not fit together");
    }
    while (open > 0)
        PyBuffer_Release(&view[--open]);
    return found;
}

static PyMethodDef methods[] = {
    {"near", near_texts, METH_VARARGS, "Texts within their edit budgets of one text; see screening/index/kernel.py."},
    {"gather", gather, METH_VARARGS, "What the entries reached by each form have in common with it; see screening/index/kernel.py."},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT, "_kernel", "The inner loops of retrieval in C.", 0, methods, NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit__kernel(void)
{
    return PyModule_Create(&definition);
}
