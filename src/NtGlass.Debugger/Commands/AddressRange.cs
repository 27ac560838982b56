using System.Text.RegularExpressions;
using NtGlass.Abi;

namespace NtGlass.Debugger.Commands;

/// <summary>The range arguments of <c>u</c> and <c>d</c>: <c>address</c>, <c>address Lcount</c> or <c>address end</c>.</summary>
static partial class AddressRange
{
    /// <param name="next">Where to go on when no address is given.</param>
    /// <param name="unit">Bytes of one element, for <c>L</c>.</param>
    public static (GuestAddress Start, uint? Bytes) Parse(DebugSession session, string arguments, GuestAddress next, uint unit)
    {
        if (arguments.Length == 0) return (next, null);
        Match length = Length().Match(arguments);
        if (length.Success)
        {
            string address = arguments[..length.Index].Trim();
            GuestAddress start = address.Length == 0 ? next : session.Evaluator.Address(address);
            return (start, (uint)session.Evaluator.Evaluate(length.Groups[1].Value) * unit);
        }
        int space = arguments.LastIndexOf(' ');
        if (space > 0 && TryAddress(session, arguments[..space]) is GuestAddress first && TryAddress(session, arguments[space..]) is GuestAddress last)
            return (first, last >= first ? last - first + unit : throw new DebuggerException("Range error: the end lies before the start"));
        return (session.Evaluator.Address(arguments), null);
    }

    static GuestAddress? TryAddress(DebugSession session, string expression)
    {
        try
        {
            return session.Evaluator.Address(expression);
        }
        catch (DebuggerException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"(?:^|\s)[lL]\s*\??([0-9a-zA-Z`@]+)\s*$")]
    private static partial Regex Length();
}
