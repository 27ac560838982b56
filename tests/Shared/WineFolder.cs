using NtGlass.Install;
using NtGlass.Install.Store;

namespace NtGlass.Tests;

/// <summary>Wine's DLLs for tests that run on them: those of the user's cache, installed there when they are not yet.</summary>
static class WineFolder
{
    static readonly Lazy<(string? Path, string? Reason)> Found = new(Find);

    /// <summary>The folder whose contents are the guest's system32; where it cannot be fetched, the test is skipped and says why.</summary>
    public static string Path
    {
        get
        {
            Assert.SkipWhen(Found.Value.Path is null, $"Wine's DLLs are not here: {Found.Value.Reason}");
            return Found.Value.Path!;
        }
    }

    static (string? Path, string? Reason) Find()
    {
        try
        {
            return (new UserlandInstaller(UserlandStore.Default, UserlandRelease.Wine, _ => { }, CancellationToken.None).Provide(), null);
        }
        catch (UserlandException error) when (error.Problem == UserlandProblem.Unavailable)
        {
            return (null, error.Message);
        }
    }
}
