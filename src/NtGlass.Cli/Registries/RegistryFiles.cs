using NtGlass.Kernel;

namespace NtGlass.Cli.Registries;

/// <summary>The .reg files that the user names.</summary>
static class RegistryFiles
{
    /// <exception cref="UserError">The file cannot be read.</exception>
    public static string Read(string path)
    {
        try
        {
            return RegFile.Decode(File.ReadAllBytes(path));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserError(ExitCode.HostFile, $"{path} cannot be read: {error.Message}");
        }
    }

    /// <exception cref="UserError">The file cannot be written.</exception>
    public static void Write(string path, string text)
    {
        try
        {
            File.WriteAllBytes(path, RegFile.Encode(text));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserError(ExitCode.HostFile, $"{path} cannot be written: {error.Message}");
        }
    }
}
