using System.IO.Enumeration;
using NtGlass.Abi;
using NtGlass.Debugger.Types;
using NtGlass.Profiles;

namespace NtGlass.Debugger.Commands;

/// <summary><c>dt</c>: a type's layout, or its values at an address.</summary>
sealed class DisplayType : Command
{
    const int AllLevels = 8;

    public override string Name => "dt";

    public override string Syntax => "dt [-r[depth]] [module!]type [member] [address]";

    public override string Summary => "Shows a structure or enumeration; with an address its values; -r opens structures inside; * finds names";

    public override string Example => "dt _KUSER_SHARED_DATA";

    public override IEnumerable<Row> Run(DebugSession session, string arguments)
    {
        List<string> words = [.. arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)];
        int depth = TakeDepth(words);
        if (words.Count == 0) throw new DebuggerException($"Syntax error: {Syntax}");
        string[] parts = words[0].Split('!', 2);
        string name = parts[^1];
        string? module = parts.Length == 2 ? parts[0] : null;
        TypeStore types = session.Profile.Types;
        if (name.Contains('*')) return Names(types, module, name);
        if (types.TryGetEnum(name, out EnumType? enumeration))
            return [$"{module ?? enumeration.Module}!{enumeration.Name}", .. enumeration.Members.Select(member => (Row)member.ToString())];
        StructType type = Find(types, name) ?? throw new DebuggerException($"Symbol {words[0]} not found.");
        (string member, GuestAddress? address) = MemberAndAddress(session, type, words[1..]);
        var dumper = new TypeDumper(session.Target.Memory, types);
        return dumper.Dump(type, address, depth, member).Prepend($"{module ?? type.Module}!{type.Name}");
    }

    static int TakeDepth(List<string> words)
    {
        int at = words.FindIndex(word => word.StartsWith("-r", StringComparison.Ordinal));
        if (at < 0) return 0;
        string digits = words[at][2..];
        words.RemoveAt(at);
        return digits.Length == 0 ? AllLevels : int.TryParse(digits, out int depth) ? depth : throw new DebuggerException($"Syntax error at '-r{digits}'");
    }

    static StructType? Find(TypeStore types, string name) =>
        types.TryGet(name, out StructType? exact) || types.TryGet("_" + name, out exact)
            ? exact
            : types.All.FirstOrDefault(type => type.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    static (string Member, GuestAddress? Address) MemberAndAddress(DebugSession session, StructType type, List<string> words)
    {
        string member = "";
        bool IsMember(string word) => type.Fields.Any(field => field.Name.StartsWith(word, StringComparison.OrdinalIgnoreCase));
        int at = words.Count > 0 && IsMember(words[0]) ? 0 : words.Count > 1 && IsMember(words[^1]) ? words.Count - 1 : -1;
        if (at >= 0)
        {
            member = words[at];
            words = [.. words[..at], .. words[(at + 1)..]];
        }
        return (member, words.Count == 0 ? null : session.Evaluator.Address(string.Join(' ', words)));
    }

    static IEnumerable<Row> Names(TypeStore types, string? module, string pattern) =>
        types.All.Select(type => (type.Module, type.Name)).Concat(types.Enums.Select(type => (type.Module, type.Name)))
            .Where(type => FileSystemName.MatchesSimpleExpression(pattern, type.Name))
            .OrderBy(type => type.Name, StringComparer.Ordinal)
            .Select(type => (Row)$"          {module ?? type.Module}!{type.Name}");
}
