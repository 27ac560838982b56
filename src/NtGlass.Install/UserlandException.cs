namespace NtGlass.Install;

/// <summary>What kept a userland from being installed.</summary>
public enum UserlandProblem
{
    /// <summary>It cannot be fetched: no network, no apt, another version in the archive.</summary>
    Unavailable,

    /// <summary>What is there is not what it should be: a wrong SHA-256, a missing file, another version.</summary>
    Wrong,

    /// <summary>A file or folder of the host cannot be used.</summary>
    Host,
}

/// <summary>A userland cannot be installed, found or verified; the message is one line for the user.</summary>
public sealed class UserlandException(UserlandProblem problem, string message, Exception? cause = null) : Exception(message, cause)
{
    public UserlandProblem Problem => problem;
}
