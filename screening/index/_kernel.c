/* The two inner loops of retrieval. screening/index/kernel.py says what each computes and does the same in NumPy; a test holds
 * both equal. No rule of scoring is in here: similarities, shares and budgets come in, sums and edits go out. */

#define PY_SSIZE_T_CLEAN
#define Py_LIMITED_API 0x030B0000
#include <Python.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define LONGEST_PATTERN 64
#define ASCII 128
#define TABLE_COLUMNS 128

typedef struct {
    char *data;
    size_t used, room;
} Buffer;

/* A number of the vocabulary and a bound of its similarity to some text: `PAIR` in kernel.py. */
typedef struct {
    int32_t number;
    float bound;
} Pair;

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

/* Open the buffers of the arguments; how many could be, with an error set when not all. */
static int buffers(PyObject *args, Py_buffer *view, int count, const size_t *item, const void **data, Py_ssize_t *size)
{
    int open = 0;
    if (PyTuple_Size(args) != count) {
        PyErr_Format(PyExc_TypeError, "%d arrays are needed", count);
        return 0;
    }
    while (open < count && !PyObject_GetBuffer(PyTuple_GetItem(args, open), &view[open], PyBUF_SIMPLE)) {
        data[open] = view[open].buf;
        size[open] = view[open].len / (Py_ssize_t)item[open];
        open++;
    }
    return open;
}

static void release(Py_buffer *view, int open)
{
    while (open > 0)
        PyBuffer_Release(&view[--open]);
}

/* ---- near: texts within an edit budget ------------------------------------------------------------------------------------ */

enum { MASKS, CODES, STARTS, GROUPS, ORDER, ASKED_CODES, ASKED_STARTS, ASKED_MASKS, BUDGETS, TABLE, NEAR_INPUTS };

static const size_t NEAR_ITEM[NEAR_INPUTS] = {8, 4, 8, 8, 4, 4, 8, 8, 1, 4};

typedef struct {
    const void *data[NEAR_INPUTS];
    Py_ssize_t size[NEAR_INPUTS];
    Py_ssize_t texts, lengths, asked, columns; /* columns: of the table of bounds, a row an edit */
} Near;

typedef struct {
    uint64_t ascii[ASCII];
    uint32_t other[LONGEST_PATTERN];
    uint64_t other_places[LONGEST_PATTERN];
    int others, length;
} Pattern;

typedef struct {
    Buffer asked, pair;
} Found;

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

static inline uint64_t bits_in(uint64_t word)
{
    word -= (word >> 1) & 0x5555555555555555u;
    word = (word & 0x3333333333333333u) + ((word >> 2) & 0x3333333333333333u);
    word = (word + (word >> 4)) & 0x0F0F0F0F0F0F0F0Fu;
    return (word * 0x0101010101010101u) >> 56;
}

/* The text at `place`, whose letters may be near, when it is within the budget. */
static int near_at(const Near *in, const Pattern *pattern, int32_t asked, int64_t place, int budget, Found *found)
{
    const int64_t *starts = in->data[STARTS];
    const float *table = in->data[TABLE];
    int64_t longer = starts[place + 1] - starts[place];
    int edits = edits_to(pattern, (const uint32_t *)in->data[CODES] + starts[place], longer);
    if (edits > budget)
        return 0;
    if (longer < pattern->length)
        longer = pattern->length;
    if (longer >= in->columns)
        longer = in->columns - 1;
    Pair pair = {((const int32_t *)in->data[ORDER])[place], table[edits * in->columns + longer]};
    return append(&found->asked, &asked, sizeof asked) || append(&found->pair, &pair, sizeof pair) ? -1 : 0;
}

/* The texts of one length within `budget` edits of the pattern, the asked text `asked`. */
#define NEAR_OF_LENGTH(name, count)                                                                                              \
    static int name(const Near *in, const Pattern *pattern, int32_t asked, Py_ssize_t length, int budget, Found *found)          \
    {                                                                                                                            \
        const int64_t *groups = in->data[GROUPS];                                                                                \
        const uint64_t *masks = in->data[MASKS], mask = ((const uint64_t *)in->data[ASKED_MASKS])[asked];                        \
        uint64_t most = 2 * (uint64_t)budget;                                                                                    \
        for (int64_t place = groups[length]; place < groups[length + 1]; place++)                                                \
            if ((uint64_t)count(masks[place] ^ mask) <= most && near_at(in, pattern, asked, place, budget, found))               \
                return -1;                                                                                                       \
        return 0;                                                                                                                \
    }

NEAR_OF_LENGTH(near_portably, bits_in)
#if defined(__GNUC__) && defined(__x86_64__)
__attribute__((target("popcnt"))) NEAR_OF_LENGTH(near_by_instruction, __builtin_popcountll)

static int near_of_length(const Near *in, const Pattern *pattern, int32_t asked, Py_ssize_t length, int budget, Found *found)
{
    return (__builtin_cpu_supports("popcnt") ? near_by_instruction : near_portably)(in, pattern, asked, length, budget, found);
}
#else
#define near_of_length near_portably
#endif

static int near_one(const Near *in, int32_t asked, Found *found)
{
    const int64_t *starts = in->data[ASKED_STARTS];
    const int8_t *budgets = (const int8_t *)in->data[BUDGETS] + asked * in->lengths;
    Pattern pattern;
    set_pattern(&pattern, (const uint32_t *)in->data[ASKED_CODES] + starts[asked], (int)(starts[asked + 1] - starts[asked]));
    for (Py_ssize_t length = 0; length < in->lengths; length++)
        if (budgets[length] > 0 && near_of_length(in, &pattern, asked, length, budgets[length], found))
            return -1;
    return 0;
}

static int ascending(const int64_t *starts, Py_ssize_t count, int64_t end)
{
    if (count < 1 || starts[0] != 0 || starts[count - 1] != end)
        return 0;
    for (Py_ssize_t i = 1; i < count; i++)
        if (starts[i] < starts[i - 1])
            return 0;
    return 1;
}

static int sound_search(const Near *in)
{
    const int64_t *starts = in->data[STARTS], *asked = in->data[ASKED_STARTS];
    const int8_t *budgets = in->data[BUDGETS];
    Py_ssize_t rows = in->columns > 0 ? in->size[TABLE] / in->columns : 0;
    if (in->asked < 0 || in->lengths < 1 || in->size[STARTS] != in->texts + 1 || in->size[ORDER] != in->texts)
        return 0;
    if (starts[0] != 0 || starts[in->texts] != in->size[CODES] || in->size[BUDGETS] != in->asked * in->lengths)
        return 0;
    if (in->size[ASKED_MASKS] != in->asked || !ascending(asked, in->size[ASKED_STARTS], in->size[ASKED_CODES]))
        return 0;
    for (Py_ssize_t i = 0; i < in->asked; i++)
        if (asked[i + 1] == asked[i] || asked[i + 1] - asked[i] > LONGEST_PATTERN)
            return 0;
    for (Py_ssize_t i = 0; i < in->size[BUDGETS]; i++)
        if (budgets[i] >= rows)
            return 0;
    return ascending(in->data[GROUPS], in->size[GROUPS], in->texts);
}

static PyObject *near_all(const Near *in)
{
    Found found = {{0}, {0}};
    PyThreadState *state = PyEval_SaveThread();
    int failed = 0;
    for (Py_ssize_t asked = 0; asked < in->asked && !failed; asked++)
        failed = near_one(in, (int32_t)asked, &found);
    PyEval_RestoreThread(state);
    PyObject *result = failed ? PyErr_NoMemory() : Py_BuildValue("NN", as_bytes(&found.asked), as_bytes(&found.pair));
    free(found.asked.data);
    free(found.pair.data);
    return result;
}

static PyObject *near_texts(PyObject *module, PyObject *args)
{
    Py_buffer view[NEAR_INPUTS];
    Near in;
    PyObject *found = NULL;
    (void)module;
    int open = buffers(args, view, NEAR_INPUTS, NEAR_ITEM, in.data, in.size);
    if (open == NEAR_INPUTS) {
        in.texts = in.size[MASKS];
        in.lengths = in.size[GROUPS] - 1;
        in.asked = in.size[ASKED_STARTS] - 1;
        in.columns = TABLE_COLUMNS;
        if (sound_search(&in))
            found = near_all(&in);
        else
            PyErr_SetString(PyExc_ValueError, "arrays that do not fit together, or a text too long");
    }
    release(view, open);
    return found;
}

/* ---- gather: what the entries reached by a form have in common with it ------------------------------------------------------ */

enum {
    SIMILAR, TOKEN_STARTS, FORM_TOKENS, FORM_SHARES, FORM_ESSENTIAL, FORM_STARTS, EXTRA_ENTRIES, EXTRA_STARTS,
    POSTING_STARTS, POSTING_ENTRIES, ENTRY_STARTS, ENTRY_TOKENS, ENTRY_SHARES, INPUTS
};

static const size_t ITEM[INPUTS] = {sizeof(Pair), 8, 4, 8, 1, 8, 4, 8, 8, 4, 8, 4, 4};

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

static int sound_inputs(const Inputs *in)
{
    const int64_t *posting = in->data[POSTING_STARTS], *entry = in->data[ENTRY_STARTS];
    if (in->texts < 0 || in->entries < 0 || in->tokens < 0 || in->forms < 0)
        return 0;
    if (posting[0] != 0 || posting[in->texts] != in->size[POSTING_ENTRIES] || entry[0] != 0 || entry[in->entries] != in->size[ENTRY_TOKENS])
        return 0;
    if (in->size[ENTRY_SHARES] != in->size[ENTRY_TOKENS])
        return 0;
    if (in->size[FORM_SHARES] != in->size[FORM_TOKENS] || in->size[FORM_ESSENTIAL] != in->size[FORM_TOKENS])
        return 0;
    return ascending(in->data[TOKEN_STARTS], in->size[TOKEN_STARTS], in->size[SIMILAR])
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
    const int32_t *form_tokens = in->data[FORM_TOKENS];
    const Pair *similar = in->data[SIMILAR];
    const int64_t *starts = in->data[TOKEN_STARTS];
    size_t columns = (size_t)(end - begin);
    for (int64_t place = begin; place < end; place++) {
        int32_t token = form_tokens[place];
        if (token < 0 || token >= in->tokens)
            return -2;
        for (int64_t i = starts[token]; i < starts[token + 1]; i++) {
            int32_t number = similar[i].number;
            if (number < 0 || number >= in->texts)
                return -2;
            if (!work->slot_of[number] && add_slot(work, number, columns))
                return -1;
            size_t slot = (size_t)work->slot_of[number] - 1;
            work->similarity[slot * columns + (size_t)(place - begin)] = similar[i].bound;
            if (similar[i].bound > work->greatest[slot])
                work->greatest[slot] = similar[i].bound;
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
    const int32_t *form_tokens = in->data[FORM_TOKENS], *extra = in->data[EXTRA_ENTRIES];
    const Pair *similar = in->data[SIMILAR];
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
            failed = sum_up_postings(in, work, form, similar[i].number, begin, columns);
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
    (void)module;
    int open = buffers(args, view, INPUTS, ITEM, in.data, in.size);
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
    release(view, open);
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
