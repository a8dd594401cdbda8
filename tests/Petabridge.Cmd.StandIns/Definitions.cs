namespace Petabridge.Cmd;

/// <summary>Stands in for the product's type of this name, as its public samples use it; so do all the types here.</summary>
public sealed class CommandPalette(string moduleName, IEnumerable<CommandDefinition> commands)
{
    public string ModuleName { get; } = moduleName;

    public IReadOnlyList<CommandDefinition> Commands { get; } = [.. commands];
}

public sealed class CommandDefinition(string name, string description, IReadOnlyList<ArgumentDefinition> arguments)
{
    public string Name { get; } = name;

    public string Description { get; } = description;

    public IReadOnlyList<ArgumentDefinition> Arguments { get; } = arguments;

    public IReadOnlyDictionary<string, ArgumentDefinition> ArgumentsByName { get; } =
        arguments.ToDictionary(argument => argument.Name);
}

public sealed class ArgumentDefinition(string name, string description, bool isMandatory, IReadOnlyList<string> switches)
{
    public string Name { get; } = name;

    public string Description { get; } = description;

    public bool IsMandatory { get; } = isMandatory;

    public IReadOnlyList<string> Switch { get; } = switches;
}

public sealed class CommandDefinitionBuilder
{
    private readonly List<ArgumentDefinition> _arguments = [];
    private string _name = "";
    private string _description = "";

    public CommandDefinitionBuilder WithName(string name)
    {
        _name = name;
        return this;
    }

    public CommandDefinitionBuilder WithDescription(string description)
    {
        _description = description;
        return this;
    }

    public CommandDefinitionBuilder WithArgument(Func<ArgumentDefinitionBuilder, ArgumentDefinitionBuilder> argument)
    {
        _arguments.Add(argument(new ArgumentDefinitionBuilder()).Build());
        return this;
    }

    public CommandDefinition Build() => new(_name, _description, [.. _arguments]);
}

public sealed class ArgumentDefinitionBuilder
{
    private readonly List<string> _switches = [];
    private string _name = "";
    private string _description = "";
    private bool _mandatory;

    public ArgumentDefinitionBuilder WithName(string name)
    {
        _name = name;
        return this;
    }

    public ArgumentDefinitionBuilder WithDescription(string description)
    {
        _description = description;
        return this;
    }

    public ArgumentDefinitionBuilder IsMandatory(bool mandatory)
    {
        _mandatory = mandatory;
        return this;
    }

    public ArgumentDefinitionBuilder WithSwitch(string text)
    {
        _switches.Add(text);
        return this;
    }

    public ArgumentDefinition Build() => new(_name, _description, _mandatory, [.. _switches]);
}
