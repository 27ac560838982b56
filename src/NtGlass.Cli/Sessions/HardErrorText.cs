using System.Globalization;
using NtGlass.Abi;

namespace NtGlass.Cli.Sessions;

/// <summary>Messages that NT shows to the user in a box, in one line each.</summary>
static class HardErrorText
{
    public static bool IsMissingImport(NtStatus status) =>
        status == NtStatus.DllNotFound || status == NtStatus.EntrypointNotFound || status == NtStatus.OrdinalNotFound;

    public static string Describe(string program, NtStatus status, IReadOnlyList<string> parameters)
    {
        string first = parameters.Count > 0 ? parameters[0] : "?";
        string second = parameters.Count > 1 ? parameters[1] : "?";
        if (status == NtStatus.DllNotFound) return $"{program} needs {first}, which is not there; put the DLL beside the program";
        if (status == NtStatus.EntrypointNotFound) return $"{program} needs the function {first} of {second}, which does not have it; another version of the DLL may";
        if (status == NtStatus.OrdinalNotFound) return $"{program} needs function number {first} of {second}, which does not have it; another version of the DLL may";
        if (status == NtStatus.AppInitFailure) return $"{program} cannot be started: {NameOf(first)}";
        return $"{program}: {status}{(parameters.Count == 0 ? "" : $": {string.Join(", ", parameters)}")}";
    }

    /// <summary>NT hands a status on as a hexadecimal number.</summary>
    static string NameOf(string number) =>
        uint.TryParse(number.AsSpan(Math.Min(2, number.Length)), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out uint code) ? new NtStatus(code).ToString() : number;
}
