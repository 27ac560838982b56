#include "nt.h"

VOID NTAPI DebugPrint(PCSTR buffer, ULONG length);

typedef struct { PSTR At, End; } WRITER;

static void Put(WRITER *writer, CHAR c)
{
    if (writer->At < writer->End) *writer->At++ = c;
}

static void PutNumber(WRITER *writer, ULONG value, ULONG base, ULONG width, CHAR pad, BOOLEAN isSigned)
{
    CHAR digits[12];
    BOOLEAN negative = isSigned && (LONG)value < 0;
    RtlIntegerToChar(negative ? -value : value, base, sizeof(digits), digits);
    if (negative) Put(writer, '-');
    for (ULONG length = strlen(digits) + negative; length < width; length++) Put(writer, pad);
    for (PCSTR digit = digits; *digit != 0; digit++) Put(writer, *digit);
}

static void PutWide(WRITER *writer, PCWSTR text, ULONG length)
{
    CHAR c;
    ULONG written;
    for (; length != 0; length--, text++)
    {
        RtlUnicodeToMultiByteN(&c, 1, &written, text, sizeof(WCHAR));
        Put(writer, c);
    }
}

/* The part of printf that debug output uses: %d %i %u %x %X %p %c %s %S %ws %wZ %Z %%, with width and zero padding. */
static void Format(WRITER *writer, PCSTR format, __builtin_va_list arguments)
{
    for (; *format != 0; format++)
    {
        if (*format != '%')
        {
            Put(writer, *format);
            continue;
        }
        format++;
        CHAR pad = *format == '0' ? '0' : ' ';
        ULONG width = strtoul(format, (char **)&format, 10);
        BOOLEAN wide = FALSE;
        for (; *format == 'l' || *format == 'w' || *format == 'h'; format++) wide |= *format == 'w';
        switch (*format)
        {
        case 0: return;
        case 'd': case 'i': PutNumber(writer, __builtin_va_arg(arguments, ULONG), 10, width, pad, TRUE); break;
        case 'u': PutNumber(writer, __builtin_va_arg(arguments, ULONG), 10, width, pad, FALSE); break;
        case 'x': case 'X': PutNumber(writer, __builtin_va_arg(arguments, ULONG), 16, width, pad, FALSE); break;
        case 'p': PutNumber(writer, __builtin_va_arg(arguments, ULONG), 16, 8, '0', FALSE); break;
        case 'c': Put(writer, (CHAR)__builtin_va_arg(arguments, int)); break;
        case 'Z':
        {
            PCUNICODE_STRING string = __builtin_va_arg(arguments, PCUNICODE_STRING);
            if (wide) PutWide(writer, string->Buffer, string->Length / sizeof(WCHAR));
            else for (ULONG i = 0; i < string->Length; i++) Put(writer, ((PCANSI_STRING)string)->Buffer[i]);
            break;
        }
        case 'S': case 's':
        {
            PVOID text = __builtin_va_arg(arguments, PVOID);
            if (wide || *format == 'S') PutWide(writer, text, wcslen(text));
            else for (PCSTR p = text; *p != 0; p++) Put(writer, *p);
            break;
        }
        default: Put(writer, *format);
        }
    }
}

ULONG CDECL DbgPrint(PCSTR format, ...)
{
    CHAR buffer[512];
    WRITER writer = {buffer, buffer + sizeof(buffer)};
    __builtin_va_list arguments;
    __builtin_va_start(arguments, format);
    Format(&writer, format, arguments);
    __builtin_va_end(arguments);
    DebugPrint(buffer, (ULONG)(writer.At - buffer));
    return STATUS_SUCCESS;
}
