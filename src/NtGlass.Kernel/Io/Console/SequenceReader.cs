using System.Text;

namespace NtGlass.Kernel;

/// <summary>Finds the VT sequences in text: ECMA-48 control sequences, operating system commands and single escapes.</summary>
sealed class SequenceReader(SequenceActions actions)
{
    const char Escape = '\x1b', Bell = '\a', Cancel = '\x18', Substitute = '\x1a';
    const int MostParameters = 32, MostText = 4096, MostNumber = 32767;

    readonly List<int> parameters = [];
    readonly StringBuilder text = new();
    char prefix;
    char intermediate;
    State state;

    enum State
    {
        Ground,
        Escape,
        EscapeIntermediate,
        Control,
        Command,
        CommandEscape,
        Ignored,
        IgnoredEscape,
    }

    /// <returns>False for a character that belongs to no sequence.</returns>
    public bool Take(char next)
    {
        if (state == State.Ground)
        {
            if (next != Escape) return false;
            Begin();
            return true;
        }
        if (next is Cancel or Substitute) state = State.Ground;
        else if (next == Escape && state is not (State.Command or State.Ignored)) Begin();
        else Continue(next);
        return true;
    }

    void Begin()
    {
        parameters.Clear();
        text.Clear();
        prefix = intermediate = '\0';
        state = State.Escape;
    }

    void Continue(char next)
    {
        switch (state)
        {
            case State.Escape:
                TakeIntroducer(next);
                break;
            case State.EscapeIntermediate:
                state = State.Ground;
                break;
            case State.Control:
                TakeControl(next);
                break;
            case State.Command or State.Ignored:
                TakeString(next);
                break;
            default:
                if (next == '\\' && state == State.CommandEscape) actions.Command(text.ToString());
                state = State.Ground;
                break;
        }
    }

    void TakeIntroducer(char next)
    {
        state = next switch
        {
            '[' => State.Control,
            ']' => State.Command,
            'P' or 'X' or '^' or '_' => State.Ignored,
            >= ' ' and <= '/' => State.EscapeIntermediate,
            _ => State.Ground,
        };
        if (state == State.Ground) actions.Escape(next);
    }

    void TakeControl(char next)
    {
        if (next is >= '0' and <= '9')
        {
            if (parameters.Count == 0) parameters.Add(0);
            parameters[^1] = parameters[^1] < 0 ? next - '0' : Math.Min(parameters[^1] * 10 + (next - '0'), MostNumber);
        }
        else if (next is ';' or ':')
        {
            if (parameters.Count == 0) parameters.Add(SequenceActions.Missing);
            if (parameters.Count < MostParameters) parameters.Add(SequenceActions.Missing);
        }
        else if (next is >= '<' and <= '?') prefix = next;
        else if (next is >= ' ' and <= '/') intermediate = next;
        else if (next >= '@')
        {
            state = State.Ground;
            if (intermediate == '\0') actions.Control(prefix, next, parameters);
            else actions.ControlWith(intermediate, next, parameters);
        }
    }

    void TakeString(char next)
    {
        bool isCommand = state == State.Command;
        if (next == Escape) state = isCommand ? State.CommandEscape : State.IgnoredEscape;
        else if (next == Bell)
        {
            if (isCommand) actions.Command(text.ToString());
            state = State.Ground;
        }
        else if (isCommand && text.Length < MostText) text.Append(next);
    }
}
