namespace NtGlass.Cli.Userlands;

/// <summary>Missing DLLs and functions as one line each: what is missing, and who wants it.</summary>
static class MissingImportText
{
    public static string Describe(string program, IEnumerable<MissingImport> missing) => string.Join("\nntglass: ", missing.Distinct().Select(one => Describe(program, one)));

    static string Describe(string program, MissingImport one)
    {
        string importer = one.Importer == program ? program : $"{one.Importer} (which {program} loads)";
        return one.Function is null
            ? $"{importer} needs {one.Module}, which is not there; put the DLL beside the program"
            : $"{importer} needs the function {one.Function} of {one.Module}, which does not have it; another version of the DLL may";
    }
}
