using System.CommandLine;
using NtGlass.Cli.Registries;
using NtGlass.Kernel;

namespace NtGlass.Cli.Commands;

/// <summary><c>ntglass reg</c>: the registry that a named sandbox keeps between runs.</summary>
sealed class RegCommand : Command, IHasExamples
{
    readonly Option<string> sandbox = new("--sandbox") { Description = "The sandbox whose registry it is", HelpName = "NAME", Required = true };

    public RegCommand()
        : base("reg", "Import, export and query the registry of a named sandbox")
    {
        Add(Import());
        Add(Export());
        Add(Query());
    }

    public IReadOnlyList<string> Examples =>
    [
        "ntglass reg import --sandbox office settings.reg",
        "ntglass reg export --sandbox office HKCU\\Software mine.reg",
        "ntglass reg query --sandbox office \"HKLM\\Software\\Microsoft\\Windows NT\\CurrentVersion\" ProductName",
    ];

    Command Import()
    {
        Argument<string[]> files = new("FILE") { Description = "A .reg file", Arity = ArgumentArity.OneOrMore };
        var command = new Command("import", "Do what .reg files say; one that cannot be read changes nothing") { files, sandbox };
        command.SetAction(result => SandboxRegistry.Use(result.GetRequiredValue(sandbox), mayBeNew: true, registry =>
        {
            foreach (string file in result.GetRequiredValue(files)) registry.Import(file);
            registry.Save();
            return ExitCode.Finished;
        }));
        return command;
    }

    Command Export()
    {
        Argument<string> key = new("KEY") { Description = "The key, which begins with HKLM, HKCU, HKCR, HKU or HKCC or with their long names" };
        Argument<string?> file = new("FILE") { Description = "Where to write it; without it, to standard output", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("export", "Write a key and all below it as a .reg file") { key, file, sandbox };
        command.SetAction(result => SandboxRegistry.Use(result.GetRequiredValue(sandbox), mayBeNew: false, registry =>
        {
            string name = result.GetRequiredValue(key), text = RegExport.Export(registry.Find(name), registry.Paths.ToLong(name));
            if (result.GetValue(file) is string path) RegistryFiles.Write(path, text);
            else Console.Write(text);
            return ExitCode.Finished;
        }));
        return command;
    }

    Command Query()
    {
        Argument<string> key = new("KEY") { Description = "The key" };
        Argument<string?> value = new("VALUE") { Description = "One of its values; an empty name is the unnamed one", Arity = ArgumentArity.ZeroOrOne };
        Option<bool> all = new("--all", "-s") { Description = "Show all keys below it too" };
        var command = new Command("query", "Show a key's values and the names of the keys below it") { key, value, all, sandbox };
        command.SetAction(result => SandboxRegistry.Use(result.GetRequiredValue(sandbox), mayBeNew: false, registry =>
        {
            KeyNode found = registry.Find(result.GetRequiredValue(key));
            string path = registry.Paths.ToLong(result.GetRequiredValue(key));
            if (result.GetValue(value) is not string name) KeyListing.Print(found, path, result.GetValue(all));
            else KeyListing.Print(found.FindValue(name) ?? throw new UserError(ExitCode.Usage, $"the key has no value '{name}'"));
            return ExitCode.Finished;
        }));
        return command;
    }
}
