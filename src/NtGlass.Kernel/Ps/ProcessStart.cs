namespace NtGlass.Kernel;

/// <summary>What the first program of a machine is started with.</summary>
/// <param name="ImagePath">The program's DOS path, such as <c>C:\work\a.exe</c>.</param>
/// <param name="CommandLine">The whole command line, the program's name first.</param>
/// <param name="CurrentDirectory">A DOS path.</param>
/// <param name="Environment">Variables by name.</param>
public sealed record ProcessStart(
    string ImagePath, string CommandLine, string CurrentDirectory, IReadOnlyDictionary<string, string> Environment)
{
    /// <summary>The variables of an XP machine.</summary>
    public static IReadOnlyDictionary<string, string> DefaultEnvironment(string systemRoot) => new Dictionary<string, string>
    {
        ["ALLUSERSPROFILE"] = @"C:\Documents and Settings\All Users",
        ["APPDATA"] = @"C:\Documents and Settings\user\Application Data",
        ["CommonProgramFiles"] = @"C:\Program Files\Common Files",
        ["COMPUTERNAME"] = "NTGLASS",
        ["ComSpec"] = $@"{systemRoot}\system32\cmd.exe",
        ["HOMEDRIVE"] = "C:",
        ["HOMEPATH"] = @"\Documents and Settings\user",
        ["NUMBER_OF_PROCESSORS"] = "1",
        ["OS"] = "Windows_NT",
        ["Path"] = $@"{systemRoot}\system32;{systemRoot};{systemRoot}\System32\Wbem",
        ["PATHEXT"] = ".COM;.EXE;.BAT;.CMD;.VBS;.VBE;.JS;.JSE;.WSF;.WSH",
        ["PROCESSOR_ARCHITECTURE"] = "x86",
        ["PROCESSOR_LEVEL"] = "15",
        ["ProgramFiles"] = @"C:\Program Files",
        ["SystemDrive"] = "C:",
        ["SystemRoot"] = systemRoot,
        ["TEMP"] = @"C:\Temp",
        ["TMP"] = @"C:\Temp",
        ["USERDOMAIN"] = "NTGLASS",
        ["USERNAME"] = "user",
        ["USERPROFILE"] = @"C:\Documents and Settings\user",
        ["windir"] = systemRoot,
    };
}
