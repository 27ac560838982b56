using System.Text;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace NtGlass.Generators;

/// <summary>What the service generator needs to know about one method.</summary>
sealed class ServiceMethod(
    string name, string target, bool returnsStatus, IReadOnlyList<ServiceArgument> arguments, string summary, string? problem, Location? location)
{
    public static readonly DiagnosticDescriptor Unsuitable = new(
        "NTG0001", "Not a system service", "{0} cannot be a system service: {1}", "NtGlass", DiagnosticSeverity.Error, isEnabledByDefault: true);

    public string Name => name;

    /// <summary>Why the method cannot be a service, or null.</summary>
    public string? Problem => problem;

    public Location? Location => location;

    public static ServiceMethod From(IMethodSymbol method, CancellationToken cancel)
    {
        ServiceArgument[] parameters = method.Parameters.Skip(1).Select(ServiceArgument.From).ToArray();
        string returned = method.ReturnType.ToDisplayString();
        return new ServiceMethod(
            method.Name,
            method.ContainingType.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat) + "." + method.Name,
            returned == "NtGlass.Abi.NtStatus",
            parameters,
            Summarize(method.GetDocumentationCommentXml(cancellationToken: cancel)),
            FindProblem(method, returned, parameters),
            method.Locations.FirstOrDefault());
    }

    public string TableRow()
    {
        string described = string.Join(", ", arguments.Select(argument => argument.Description()));
        string bytes = arguments.Sum(argument => argument.Dwords * 4).ToString(System.Globalization.CultureInfo.InvariantCulture);
        return $"new ServiceThunk(\"{Name}\", {bytes}, {Name}, {SymbolDisplay.FormatLiteral(summary, quote: true)}, new ServiceThunkParameter[] {{ {described} }}),";
    }

    public string Thunk()
    {
        var call = new StringBuilder();
        int dword = 0;
        foreach (ServiceArgument argument in arguments)
        {
            call.Append(", ").Append(argument.Conversion(dword));
            dword += argument.Dwords;
        }
        string expression = $"{target}(caller{call})";
        if (!returnsStatus) expression = $"new NtStatus({expression})";
        return $"    static NtStatus {Name}(KThread caller, ReadOnlySpan<uint> a) => {expression};";
    }

    static string? FindProblem(IMethodSymbol method, string returned, IReadOnlyList<ServiceArgument> parameters)
    {
        if (!method.IsStatic || method.IsGenericMethod) return "it is not a plain static method";
        if (method.DeclaredAccessibility is Accessibility.Private) return "it is private";
        if (returned is not ("NtGlass.Abi.NtStatus" or "uint")) return $"it returns {returned}";
        if (method.Parameters.Length == 0 || method.Parameters[0].Type.ToDisplayString() != "NtGlass.Kernel.KThread")
            return "its first parameter is not the calling KThread";
        ServiceArgument? odd = parameters.FirstOrDefault(argument => argument.Dwords == 0);
        return odd is null ? null : $"parameter {odd.Name} has type {odd.Type}, which no argument dword can become";
    }

    static string Summarize(string? xml)
    {
        if (string.IsNullOrWhiteSpace(xml)) return "";
        string text = XElement.Parse(xml).Element("summary")?.Value ?? "";
        return string.Join(" ", text.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries));
    }
}
