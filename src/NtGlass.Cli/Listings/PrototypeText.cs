using NtGlass.Profiles;

namespace NtGlass.Cli.Listings;

/// <summary>A prototype in C's form, one parameter a line.</summary>
static class PrototypeText
{
    public static string Format(string name, ServicePrototype prototype)
    {
        if (prototype.Parameters.Count == 0) return $"{prototype.ReturnType} {name}(void);";
        IEnumerable<string> lines = prototype.Parameters.Select(parameter => $"    {Annotation(parameter)}{parameter.Type} {parameter.Name}");
        return $"{prototype.ReturnType} {name}(\n{string.Join(",\n", lines)});";
    }

    static string Annotation(ServiceParameter parameter)
    {
        string direction = parameter.Direction switch
        {
            ParameterDirection.In => "IN ",
            ParameterDirection.Out => "OUT ",
            ParameterDirection.InOut => "IN OUT ",
            _ => "",
        };
        return parameter.IsOptional ? $"{direction}OPTIONAL " : direction;
    }
}
