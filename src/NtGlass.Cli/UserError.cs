namespace NtGlass.Cli;

/// <summary>Something the user can put right; the message is the one line on standard error.</summary>
sealed class UserError(int exitCode, string message) : Exception(message)
{
    public int ExitCode => exitCode;
}
