namespace NtGlass.Debugger.Expressions;

enum TokenKind
{
    End,
    Word,
    Operator,
}

readonly record struct Token(TokenKind Kind, string Text, int Position);
