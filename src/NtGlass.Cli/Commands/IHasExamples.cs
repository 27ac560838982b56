namespace NtGlass.Cli.Commands;

/// <summary>A command whose help ends with examples.</summary>
interface IHasExamples
{
    IReadOnlyList<string> Examples { get; }
}
