namespace Grlm.LanguageModels.Tests;

/// <summary>Templates of the kinds that Qwen2.5, Qwen3 and Llama 3 carry, and what goes wrong around them.</summary>
public sealed class ChatTemplateTests
{
    /// <summary>A default system message, tools as JSON, tool calls and their answers, as Qwen2.5 has it.</summary>
    private const string WithTools = """
        {%- if tools %}
            {{- '<|im_start|>system\n' }}
            {%- if messages[0]['role'] == 'system' %}
                {{- messages[0]['content'] }}
            {%- else %}
                {{- 'You help.' }}
            {%- endif %}
            {{- "\n<tools>" }}
            {%- for tool in tools %}
                {{- "\n" }}
                {{- tool | tojson }}
            {%- endfor %}
            {{- "\n</tools><|im_end|>\n" }}
        {%- elif messages[0]['role'] != 'system' %}
            {{- '<|im_start|>system\nYou help.<|im_end|>\n' }}
        {%- endif %}
        {%- for message in messages %}
            {%- if message.role == "assistant" and message.tool_calls %}
                {{- '<|im_start|>' + message.role }}
                {%- for tool_call in message.tool_calls %}
                    {%- if tool_call.function is defined %}
                        {%- set tool_call = tool_call.function %}
                    {%- endif %}
                    {{- '\n<tool_call>{"name": "' ~ tool_call.name ~ '", "arguments": ' ~ tool_call.arguments | tojson ~ '}</tool_call>' }}
                {%- endfor %}
                {{- '<|im_end|>\n' }}
            {%- elif message.role == "tool" %}
                {%- if (loop.index0 == 0) or (messages[loop.index0 - 1].role != "tool") %}
                    {{- '<|im_start|>user' }}
                {%- endif %}
                {{- '\n' + message.content }}
                {%- if loop.last or (messages[loop.index0 + 1].role != "tool") %}
                    {{- '<|im_end|>\n' }}
                {%- endif %}
            {%- else %}
                {{- '<|im_start|>' + message.role + '\n' + message.content + '<|im_end|>\n' }}
            {%- endif %}
        {%- endfor %}
        {%- if add_generation_prompt %}
            {{- '<|im_start|>assistant\n' }}
        {%- endif %}
        """;

    /// <summary>Header tokens, a trimmed content, the begin token once, and a date in the system message, as Llama 3 has it.</summary>
    private const string WithHeaders = """
        {{- bos_token }}
        {%- if not date_string is defined %}
            {%- if strftime_now is defined %}
                {%- set date_string = strftime_now("%d %b %Y") %}
            {%- else %}
                {%- set date_string = "26 Jul 2024" %}
            {%- endif %}
        {%- endif %}
        {%- if messages[0]['role'] == 'system' %}
            {%- set system_message = messages[0]['content']|trim %}
            {%- set messages = messages[1:] %}
        {%- else %}
            {%- set system_message = "" %}
        {%- endif %}
        {{- "<|start_header_id|>system<|end_header_id|>\n\nToday: " + date_string + "\n" + system_message + "<|eot_id|>" }}
        {%- for message in messages %}
            {%- if (message['role'] == 'user') != (loop.index0 % 2 == 0) %}
                {{- raise_exception('Roles must alternate') }}
            {%- endif %}
            {{- '<|start_header_id|>' + message['role'] + '<|end_header_id|>\n\n' + message['content'] | trim + '<|eot_id|>' }}
        {%- endfor %}
        {%- if add_generation_prompt %}
            {{- '<|start_header_id|>assistant<|end_header_id|>\n\n' }}
        {%- endif %}
        """;

    [Fact]
    public void Render_WithTools_WritesThemAsPythonWritesJson()
    {
        ChatTurn[] messages =
        [
            new("user", "Weather?"),
            new("assistant", "")
            {
                Fields = new Dictionary<string, object?>
                {
                    ["tool_calls"] =
                        new[]
                            { new Dictionary<string, object?> { ["function"] = new Dictionary<string, object?> { ["name"] = "look",
                                ["arguments"] = new Dictionary<string, object?> { ["city"] = "Zürich", ["days"] = 1.5 } } } },
                },
            },
            new("tool", "sun"),
            new("tool", "rain"),
        ];
        var options = new ChatTemplateOptions
        {
            AddGenerationPrompt = true,
            Variables = new Dictionary<string, object?>
            { ["tools"] = new object[] { new Dictionary<string, object?> { ["name"] = "look", ["strict"] = true, ["x"] = null } } },
        };

        Assert.Equal(
            """
            <|im_start|>system
            You help.
            <tools>
            {"name": "look", "strict": true, "x": null}
            </tools><|im_end|>
            <|im_start|>user
            Weather?<|im_end|>
            <|im_start|>assistant
            <tool_call>{"name": "look", "arguments": {"city": "Zürich", "days": 1.5}}</tool_call><|im_end|>
            <|im_start|>user
            sun
            rain<|im_end|>
            <|im_start|>assistant

            """.ReplaceLineEndings("\n"),
            TemplateText.Load(WithTools).Render(messages, options));
    }

    [Fact]
    public void Render_WithoutSystemMessage_TakesTheTemplatesOwn()
        => Assert.Equal(
            "<|im_start|>system\nYou help.<|im_end|>\n<|im_start|>user\nHi<|im_end|>\n",
            TemplateText.Load(WithTools).Render([new ChatTurn("user", "Hi")]));

    [Fact]
    public void Render_TakesTheDateFromTheClock_AndTheBeginTokenFromTheConfiguration()
    {
        var template = TemplateText.Load(WithHeaders, """{"bos_token": "<|begin_of_text|>"}""");

        Assert.Equal(
            "<|begin_of_text|><|start_header_id|>system<|end_header_id|>\n\nToday: 02 Jan 2025\nBe short.<|eot_id|>"
                + "<|start_header_id|>user<|end_header_id|>\n\nHi<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n",
            template.Render(
                [new ChatTurn("system", " Be short.\n"), new ChatTurn("user", " Hi ")],
                new ChatTemplateOptions
                {
                    AddGenerationPrompt = true,
                    Clock = new FixedClock(new DateTimeOffset(2025, 1, 2, 3, 4, 5, TimeSpan.Zero))
                }));
    }

    [Fact]
    public void Render_SaysWhatTheTemplateRefuses()
        => Assert.Contains(
            "Roles must alternate",
            Assert.Throws<InvalidInputException>(
                () => TemplateText.Load(WithHeaders).Render([new ChatTurn("user", "a"), new ChatTurn("user", "b")])).Message);

    [Theory]
    [InlineData(null, "open")]
    [InlineData(true, "on")]
    [InlineData(false, "off")]
    public void Render_LeavesThinkingToTheTemplate_UnlessTold(bool? thinking, string expected)
        => Assert.Equal(expected,
            TemplateText.Load("{{ 'open' if enable_thinking is not defined else 'on' if enable_thinking else 'off' }}")
            .Render([], new ChatTemplateOptions { EnableThinking = thinking }));

    [Fact]
    public void Render_KnowsReasoningKeptApart()
        => Assert.Equal("hm|b",
            TemplateText.Load("{{ messages[0].reasoning_content }}|{{ messages[0].content }}")
                .Render([new ChatTurn("assistant", "b") { ReasoningContent = "hm" }]));

    [Fact]
    public void Load_OfAFolderWithoutTemplate_SaysSo()
    {
        using var folder = new TemporaryFolder();

        Assert.Contains("no chat template", Assert.Throws<InvalidInputException>(() => ChatTemplate.Load(folder.Root)).Message);
    }

    [Fact]
    public void Load_TakesTheDefaultOfSeveralTemplates()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(
            folder.PathOf("tokenizer_config.json"),
            """{"chat_template": [{"name": "tool_use", "template": "no"}, {"name": "default", "template": "yes"}]}""");

        Assert.Equal("yes", ChatTemplate.Load(folder.Root).Render([]));
    }

    [Fact]
    public void Load_NamesTheFileAndTheLineAndTheConstruct()
    {
        var message = Assert.Throws<InvalidInputException>(() => TemplateText.Load("a\nb\n{% include 'x' %}")).Message;

        Assert.Contains("chat_template.jinja", message);
        Assert.Contains("line 3", message);
        Assert.Contains("'include'", message);
    }

    private sealed class FixedClock(DateTimeOffset now) : TimeProvider
    {
        public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

        public override DateTimeOffset GetUtcNow() => now;
    }
}
