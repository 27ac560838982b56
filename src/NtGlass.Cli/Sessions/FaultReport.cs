using NtGlass.Abi;
using NtGlass.Abi.Events;
using NtGlass.Debugger;
using NtGlass.Profiles;

namespace NtGlass.Cli.Sessions;

/// <summary>What ended the program: the exception, the registers and the calls that led there.</summary>
static class FaultReport
{
    public static IReadOnlyList<Row> Describe(in ExceptionEvent exception, FaultContext context, OsProfile profile)
    {
        var session = new DebugSession(context, profile);
        string place = session.Symbols.Nearest(exception.Address)?.ToString() is string symbol ? $" ({symbol})" : "";
        string first = $"{exception.Code} ({exception.Code.Code:x8}) at {exception.Address}{place}{Details(exception, context.Memory)}";
        return [first, .. session.Execute("r"), "", .. session.Execute("k")];
    }

    static string Details(in ExceptionEvent exception, IGuestMemory memory)
    {
        if (MissingFunction.Describe(exception, memory) is string missing) return $": {missing}";
        if (exception.Code != NtStatus.AccessViolation || exception.Information.Count < 2) return "";
        bool isAtItself = exception.Information[1] == exception.Address.Value;
        string access = exception.Information[0] switch { _ when isAtItself => "ran code at", 0 => "read", 1 => "wrote", _ => "ran code at" };
        return $": it {access} {exception.Information[1]:x8}, where nothing is allowed";
    }
}
