namespace NtGlass.Pe;

/// <summary>The names of API sets, which stand in import tables for functions of other DLLs.</summary>
public static class ApiSetName
{
    public static bool Is(string module) =>
        module.StartsWith("api-", StringComparison.OrdinalIgnoreCase) || module.StartsWith("ext-", StringComparison.OrdinalIgnoreCase);
}
