namespace NtGlass.Kernel;

/// <summary>Patterns of file names as FsRtlIsNameInExpression reads them.</summary>
/// <remarks>
/// <c>*</c> any characters; <c>?</c> one; <c>&lt;</c> (DOS_STAR) any characters up to the last dot; <c>&gt;</c> (DOS_QM) one, or none
/// before a dot and at the end; <c>"</c> (DOS_DOT) a dot, or nothing at the end.
/// </remarks>
public static class NameExpression
{
    const char DosStar = '<', DosQm = '>', DosDot = '"';

    /// <summary>Says whether the name fits the pattern; letters of either case are the same.</summary>
    public static bool Matches(string pattern, string name)
    {
        bool[] reached = new bool[pattern.Length + 1];
        reached[0] = true;
        int lastDot = name.LastIndexOf('.');
        for (int at = 0; at < name.Length; at++)
        {
            SkipEmpty(pattern, reached, atEnd: false, atDot: name[at] == '.');
            reached = Step(pattern, reached, name[at], at >= lastDot && lastDot >= 0);
        }
        SkipEmpty(pattern, reached, atEnd: true, atDot: false);
        return reached[pattern.Length];
    }

    // Pattern characters that can stand for nothing here let the state move on.
    static void SkipEmpty(string pattern, bool[] reached, bool atEnd, bool atDot)
    {
        for (int index = 0; index < pattern.Length; index++)
        {
            if (!reached[index]) continue;
            bool canBeEmpty = pattern[index] switch
            {
                '*' or DosStar => true,
                DosQm => atEnd || atDot,
                DosDot => atEnd,
                _ => false,
            };
            if (canBeEmpty) reached[index + 1] = true;
        }
    }

    static bool[] Step(string pattern, bool[] reached, char next, bool fromLastDot)
    {
        bool[] after = new bool[pattern.Length + 1];
        for (int index = 0; index < pattern.Length; index++)
        {
            if (!reached[index]) continue;
            switch (pattern[index])
            {
                case '*':
                    after[index] = true;
                    break;
                case DosStar:
                    if (!(fromLastDot && next == '.')) after[index] = true;
                    break;
                case '?':
                    after[index + 1] = true;
                    break;
                case DosQm:
                    if (next != '.') after[index + 1] = true;
                    break;
                case DosDot:
                    if (next == '.') after[index + 1] = true;
                    break;
                default:
                    if (char.ToUpperInvariant(pattern[index]) == char.ToUpperInvariant(next)) after[index + 1] = true;
                    break;
            }
        }
        return after;
    }
}
