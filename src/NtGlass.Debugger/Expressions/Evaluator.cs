using NtGlass.Abi;
using NtGlass.Debugger.Symbols;

namespace NtGlass.Debugger.Expressions;

/// <summary>Evaluates MASM-style expressions: numbers are hexadecimal unless a prefix says otherwise, symbols are addresses.</summary>
/// <remarks>Values are 64 bits wide while they are computed, as in the Windows debuggers; addresses use the low half.</remarks>
public sealed class Evaluator(IDebugTarget target, Func<SymbolIndex> symbols)
{
    static readonly string[][] Precedence =
    [
        ["|", "or"], ["^", "xor"], ["&", "and"], ["==", "!=", "<=", ">=", "<", ">", "="], ["<<", ">>"], ["+", "-"], ["*", "/", "%", "mod"],
    ];

    public GuestAddress Address(string expression) => new((uint)Evaluate(expression));

    public long Evaluate(string expression)
    {
        var cursor = new Cursor(Lexer.Split(expression));
        long value = Binary(cursor, 0);
        if (cursor.Current.Kind != TokenKind.End) throw Unexpected(cursor);
        return value;
    }

    long Binary(Cursor cursor, int level)
    {
        if (level == Precedence.Length) return Unary(cursor);
        long left = Binary(cursor, level + 1);
        while (Precedence[level].Contains(cursor.Current.Text))
            left = Apply(cursor.Take().Text, left, Binary(cursor, level + 1));
        return left;
    }

    static long Apply(string op, long left, long right) => op switch
    {
        "|" or "or" => left | right,
        "^" or "xor" => left ^ right,
        "&" or "and" => left & right,
        "==" or "=" => left == right ? 1 : 0,
        "!=" => left != right ? 1 : 0,
        "<" => left < right ? 1 : 0,
        ">" => left > right ? 1 : 0,
        "<=" => left <= right ? 1 : 0,
        ">=" => left >= right ? 1 : 0,
        "<<" => left << (int)right,
        ">>" => (long)((ulong)left >> (int)right),
        "+" => left + right,
        "-" => left - right,
        "*" => left * right,
        _ when right == 0 => throw new DebuggerException("Divide by zero error"),
        "/" => left / right,
        _ => left % right,
    };

    long Unary(Cursor cursor)
    {
        if (cursor.TryTake("-")) return -Unary(cursor);
        if (cursor.TryTake("+")) return Unary(cursor);
        if (cursor.TryTake("~")) return ~Unary(cursor);
        if (cursor.TryTake("(")) return Closed(cursor, ")");
        if (cursor.TryTake("[")) return Closed(cursor, "]");
        if (cursor.Current.Kind != TokenKind.Word) throw Unexpected(cursor);
        Token word = cursor.Take();
        return cursor.Current.Text == "(" ? Function(word, cursor) : Word(word);
    }

    long Closed(Cursor cursor, string bracket)
    {
        long value = Binary(cursor, 0);
        return cursor.TryTake(bracket) ? value : throw Unexpected(cursor);
    }

    long Function(Token name, Cursor cursor)
    {
        cursor.Take();
        long argument = Closed(cursor, ")");
        var address = new GuestAddress((uint)argument);
        long? value = name.Text.ToLowerInvariant() switch
        {
            "poi" or "dwo" => target.Memory.ReadUInt32(address),
            "qwo" => (long?)target.Memory.ReadUInt64(address),
            "wo" => target.Memory.ReadUInt16(address),
            "by" => target.Memory.ReadByte(address),
            "low" => argument & 0xFFFF,
            "hi" => argument >> 16 & 0xFFFF,
            _ => throw new DebuggerException($"Couldn't resolve error at '{name.Text}('"),
        };
        return value ?? throw new DebuggerException($"Memory access error at '{address}'");
    }

    long Word(Token token)
    {
        string text = token.Text;
        if (text == ".") return target.ReadRegister(Register.Eip);
        if (text[0] == '@') return NamedRegister(text[1..]) ?? throw new DebuggerException($"Bad register error at '{text}'");
        return Number.Parse(text)
            ?? NamedRegister(text)
            ?? symbols().Resolve(text)?.Value
            ?? throw new DebuggerException($"Couldn't resolve error at '{text}'");
    }

    long? NamedRegister(string name) => name.ToLowerInvariant() switch
    {
        "$ip" => target.ReadRegister(Register.Eip),
        "$csp" => target.ReadRegister(Register.Esp),
        "$retreg" => target.ReadRegister(Register.Eax),
        "$ra" => target.Memory.ReadUInt32(new GuestAddress(target.ReadRegister(Register.Esp))),
        "$teb" => target.CurrentTeb.Value,
        "$peb" => target.Memory.ReadUInt32(target.CurrentTeb + 0x30),
        string plain => Registers.Read(target, plain),
    };

    static DebuggerException Unexpected(Cursor cursor) => new(
        cursor.Current.Kind == TokenKind.End ? "Syntax error: the expression ends too early" : $"Syntax error at '{cursor.Current.Text}'");

    sealed class Cursor(List<Token> tokens)
    {
        int next;

        public Token Current => tokens[next];

        public Token Take() => tokens[next++];

        public bool TryTake(string text)
        {
            if (Current.Kind != TokenKind.Operator || Current.Text != text) return false;
            next++;
            return true;
        }
    }
}
