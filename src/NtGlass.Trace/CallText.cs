using System.Text;
using NtGlass.Abi;
using NtGlass.Abi.Events;
using NtGlass.Profiles;
using NtGlass.Trace.Decoders;

namespace NtGlass.Trace;

/// <summary>Turns the arguments and the result of a call into text.</summary>
public sealed class CallText(OsProfile profile, ConstantSets constants)
{
    readonly StringBuilder builder = new();

    public ServiceEntry? Service(uint number) => profile.FindService(number);

    /// <summary>The name of a service, or its number where it has none.</summary>
    public string Name(uint number) => Service(number)?.Name ?? $"service_{number:x}";

    /// <summary>The arguments at the call's entry: <c>Name=value</c> each, without what output pointers point at.</summary>
    public string[] EntryArguments(in ServiceCall call)
    {
        ServiceEntry? service = Service(call.Number);
        if (service?.Prototype is not ServicePrototype prototype) return Words(call.Arguments);
        var texts = new string[prototype.Parameters.Count];
        int word = 0;
        for (int index = 0; index < texts.Length; index++)
        {
            ServiceParameter parameter = prototype.Parameters[index];
            texts[index] = Text(call, service, parameter, word, parameter.Direction is ParameterDirection.In or ParameterDirection.InOut);
            word += parameter.Words;
        }
        return texts;
    }

    /// <summary>Replaces the texts of output arguments by what the call has written; a call that failed has written nothing.</summary>
    public void CompleteArguments(in ServiceCall call, NtStatus status, string[] texts)
    {
        if (status.IsError || status == NtStatus.Pending || Service(call.Number) is not { Prototype: ServicePrototype prototype } service) return;
        int word = 0;
        for (int index = 0; index < texts.Length; index++)
        {
            ServiceParameter parameter = prototype.Parameters[index];
            if (parameter.Direction == ParameterDirection.Out) texts[index] = Text(call, service, parameter, word, isFilled: true);
            if (parameter.Direction == ParameterDirection.InOut)
                texts[index] = Change(texts[index], Text(call, service, parameter, word, isFilled: true));
            word += parameter.Words;
        }
    }

    /// <summary>The first argument that is only known when the call returns.</summary>
    public int FirstOutput(uint number, int count)
    {
        if (Service(number)?.Prototype is not ServicePrototype prototype) return count;
        for (int index = 0; index < count; index++)
            if (prototype.Parameters[index].Direction is not ParameterDirection.In) return index;
        return count;
    }

    /// <summary>The result in the words of the service's return type.</summary>
    public string Result(in ServiceCall call, NtStatus status)
    {
        string text = (Service(call.Number)?.Prototype?.ReturnType ?? "NTSTATUS") switch
        {
            "NTSTATUS" => status.ToString(),
            "BOOL" or "BOOLEAN" => status.Code switch { 0 => "FALSE", 1 => "TRUE", uint other => $"0x{other:x}" },
            "VOID" or "void" => "void",
            _ => $"0x{status.Code:x}",
        };
        return call.IsImplemented ? text : $"{text} (not implemented)";
    }

    string Text(in ServiceCall call, ServiceEntry service, ServiceParameter parameter, int word, bool isFilled)
    {
        builder.Clear().Append(parameter.Name).Append('=');
        DecoderTable.For(parameter).Write(builder, new Argument
        {
            Memory = call.Memory,
            Service = service,
            Parameter = parameter,
            Words = call.Arguments,
            Index = word,
            IsFilled = isFilled,
            Constants = constants,
            NameOfHandle = call.NameOfHandle,
        });
        return builder.ToString();
    }

    /// <summary><c>Size=0x12ff00 [10]</c> and <c>Size=0x12ff00 [20]</c> become <c>Size=0x12ff00 [10 -&gt; 20]</c>.</summary>
    static string Change(string before, string after)
    {
        int open = before.IndexOf('[', StringComparison.Ordinal);
        bool isComparable = open > 0 && before.EndsWith(']') && after.EndsWith(']') && string.CompareOrdinal(before, 0, after, 0, open + 1) == 0;
        if (before == after || !isComparable) return after;
        return $"{before[..^1]} -> {after[(open + 1)..]}";
    }

    static string[] Words(ReadOnlySpan<uint> words)
    {
        var texts = new string[words.Length];
        for (int index = 0; index < texts.Length; index++) texts[index] = $"0x{words[index]:x}";
        return texts;
    }
}
