namespace NtGlass.Install.Packages;

/// <summary>Finds Debian's archive in the machine's own apt configuration.</summary>
public static class AptRepository
{
    /// <summary>Whole releases; those of updates and security have only a part of the packages.</summary>
    static readonly HashSet<string> Suites = ["bullseye", "bookworm", "trixie", "forky", "sid", "oldstable", "stable", "testing", "unstable"];

    // Codenames stand in the sources; nothing is asked of the lists, which a fresh container does not have.
    static readonly string[] Question = ["indextargets", "--no-release-info", "--format", "$(REPO_URI) $(RELEASE) $(COMPONENT)", "Created-By: Packages"];

    public static string Find(CancellationToken cancellationToken) => Choose(HostTool.Lines("apt-get", Question, cancellationToken));

    /// <summary>The address of the first Debian archive among lines of address, suite and component.</summary>
    /// <exception cref="UserlandException">The machine's apt knows no archive of Debian.</exception>
    public static string Choose(IEnumerable<string> lines) => lines
        .Select(line => line.Split(' '))
        .FirstOrDefault(words => words is [_, string suite, "main", ..] && Suites.Contains(suite))?[0]
        ?? throw new UserlandException(UserlandProblem.Unavailable, "apt's sources on this machine name no archive of Debian");
}
