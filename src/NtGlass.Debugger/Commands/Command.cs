namespace NtGlass.Debugger.Commands;

/// <summary>One debugger command: what it is called, how it is written, and what it answers.</summary>
public abstract class Command
{
    public abstract string Name { get; }

    public virtual IReadOnlyList<string> Aliases => [];

    public abstract string Syntax { get; }

    public abstract string Summary { get; }

    /// <summary>A line that works as soon as a program is loaded.</summary>
    public abstract string Example { get; }

    /// <summary>Does the command; the rows come while it works.</summary>
    /// <exception cref="DebuggerException">The arguments make no sense, or the target cannot do it.</exception>
    public abstract IEnumerable<Row> Run(DebugSession session, string arguments);
}
