namespace NtGlass.Debugger.Expressions;

/// <summary>Splits a MASM-style expression into words (numbers, registers, symbols) and operators.</summary>
static class Lexer
{
    static readonly string[] LongOperators = ["<<", ">>", "==", "!=", "<=", ">="];

    public static List<Token> Split(string text)
    {
        var tokens = new List<Token>();
        for (int at = 0; at < text.Length;)
        {
            if (char.IsWhiteSpace(text[at]))
            {
                at++;
                continue;
            }
            int length = WordLength(text, at);
            TokenKind kind = length > 0 ? TokenKind.Word : TokenKind.Operator;
            if (length == 0) length = LongOperators.Any(op => string.CompareOrdinal(text, at, op, 0, 2) == 0) ? 2 : 1;
            tokens.Add(new Token(kind, text.Substring(at, length), at));
            at += length;
        }
        tokens.Add(new Token(TokenKind.End, "", text.Length));
        return tokens;
    }

    static int WordLength(string text, int start)
    {
        int end = start;
        while (end < text.Length && IsWordPart(text, start, end)) end++;
        return end - start;
    }

    static bool IsWordPart(string text, int start, int at) => text[at] switch
    {
        '!' => at > start && at + 1 < text.Length && text[at + 1] != '=',
        '@' or '$' or '_' or '`' or '.' => true,
        '?' => at > start,
        ':' => at + 1 < text.Length && text[at + 1] == ':' || at > start && text[at - 1] == ':',
        char other => char.IsLetterOrDigit(other),
    };
}
