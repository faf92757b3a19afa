"""Operations prepared once: planned and compiled, and used again wherever they would come out the same.

In: a document, an operation, coerced variables. Out: a `Prepared` operation.
Never: a value of the variables in what is kept, unless a guard says that it is the same again.
"""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any

from graphql import (
    DocumentNode,
    GraphQLError,
    GraphQLObjectType,
    GraphQLSchema,
    OperationDefinitionNode,
    SelectionSetNode,
    VariableDefinitionNode,
    VariableNode,
    Visitor,
    print_ast,
    separate_operations,
    visit,
)

from graph.catalogue import Catalogue
from graph.engine.counting import Marks, row_marks
from graph.engine.dialects.base import Dialect
from graph.engine.document import Document
from graph.engine.errors import Code, RequestRefused, failure
from graph.engine.inputs import Guard, InputReader, observe
from graph.engine.plan import Plan
from graph.engine.planning import Planner
from graph.engine.selection import Selection, SelectionReader
from graph.engine.sql import Statement, compile_plan

# Forms of one operation that are kept; and facts about variables that each request for it may be held against:
# whoever sends a large filter must not slow the others who send the same document.
VARIANTS = 64
GUARDS = 200
NO_ROWS = Marks()


@dataclass(frozen=True)
class RootField:
    """One key of the answer: a statement to run, JSON known already, a refusal, or the other resolver's."""

    key: str
    selection: Selection
    plan: Plan | None = None
    statement: Statement | None = None
    json: bytes | None = None
    refusal: GraphQLError | None = None
    # What tells the rows of the answer from its other objects; None where nothing does.
    marks: Marks | None = NO_ROWS


@dataclass(frozen=True)
class Prepared:
    """An operation ready to run: its root fields in order, and the text of what Strawberry resolves itself."""

    fields: tuple[RootField, ...]
    delegated: str | None
    # The names of what Strawberry resolves.
    elsewhere: frozenset[str] = frozenset()


class Variants:
    """The prepared forms of one operation, by what its plans saw of the variables."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.guards: dict[Guard, None] = {}
        self.forms: OrderedDict[tuple[Any, ...], Prepared] = OrderedDict()

    def find(self, variables: Mapping[str, Any]) -> Prepared | None:
        """The form that was made for variables like these."""
        with self.lock:
            facts = self.facts(variables)
            found = self.forms.get(facts)
            if found is not None:
                self.forms.move_to_end(facts)
            return found

    def keep(self, variables: Mapping[str, Any], guards: Mapping[Guard, None], made: Prepared) -> None:
        """Keep a form; where it looked at more than the others did, they are made again when they are needed.

        One that looked at very much is not kept, and is made anew each time.
        """
        if len(guards) > GUARDS:
            return
        with self.lock:
            if not guards.keys() <= self.guards.keys():
                joined = {**self.guards, **guards}
                self.guards = joined if len(joined) <= GUARDS else dict(guards)
                self.forms.clear()
            self.forms[self.facts(variables)] = made
            if len(self.forms) > VARIANTS:
                self.forms.popitem(last=False)

    def facts(self, variables: Mapping[str, Any]) -> tuple[Any, ...]:
        """What the guards see in these variables."""
        return tuple(observe(variables, guard) for guard in self.guards)


class Preparer:
    """Prepares operations over one catalogue for one database."""

    def __init__(
        self, catalogue: Catalogue, schema: GraphQLSchema, dialect: Dialect, fields: int = 2_000
    ) -> None:
        self.catalogue = catalogue
        self.schema = schema
        self.dialect = dialect
        # The most fields of one operation, those of each type counted apart.
        self.fields = fields

    def find(
        self, document: Document, operation: OperationDefinitionNode, variables: Mapping[str, Any]
    ) -> Prepared | None:
        """An operation that is prepared already."""
        variants = document.variants.get(id(operation))
        return None if variants is None else variants.find(variables)

    def prepare(
        self, document: Document, operation: OperationDefinitionNode, variables: Mapping[str, Any]
    ) -> Prepared:
        """Prepare an operation, or find it prepared; may run on any thread."""
        variants = document.variants.setdefault(id(operation), Variants())
        found = variants.find(variables)
        if found is None:
            inputs = InputReader(variables)
            found = self.make(document, operation, inputs)
            variants.keep(variables, inputs.guards, found)
        return found

    def make(self, document: Document, operation: OperationDefinitionNode, inputs: InputReader) -> Prepared:
        """Select, plan and compile every root field."""
        root = self.schema.get_root_type(operation.operation)
        assert isinstance(root, GraphQLObjectType)
        reader = SelectionReader(self.schema, document.fragments, inputs, self.fields)
        planner = Planner(self.catalogue, self.schema, inputs)
        selections = reader.read_root(root, operation.selection_set)
        fields = tuple(self.root_field(planner, root, selection) for selection in selections)
        others = [field.selection for field in fields if is_delegated(field)]
        text = delegated_text(document, operation, others) if others else None
        return Prepared(fields, text, frozenset(each.name for each in others))

    def root_field(self, planner: Planner, root: GraphQLObjectType, selection: Selection) -> RootField:
        """Prepare one root field; what is wrong with its arguments is this field's error alone."""
        if selection.name == "__typename":
            return RootField(selection.key, selection, json=b'"%b"' % root.name.encode())
        if not planner.serves(selection.name):
            return RootField(selection.key, selection)
        try:
            plan = planner.make_plan(selection)
            statement = compile_plan(self.catalogue, self.dialect, plan)
            return RootField(selection.key, selection, plan, statement, marks=row_marks(plan))
        except RequestRefused as refused:
            return RootField(selection.key, selection, refusal=at_field(refused.errors[0], selection))


def at_field(error: GraphQLError, selection: Selection) -> GraphQLError:
    """An error with the path and place of its root field."""
    code = Code((error.extensions or {})["code"])
    return failure(error.message, code, error.nodes or selection.node, [selection.key])


def is_delegated(field: RootField) -> bool:
    """Whether a root field is Strawberry's to resolve."""
    return field.statement is None and field.json is None and field.refusal is None


def delegated_text(document: Document, operation: OperationDefinitionNode, others: list[Selection]) -> str:
    """The operation with only those root fields that Strawberry resolves, and what they use, as text."""
    nodes = tuple(node for selection in others for node in selection.nodes)
    narrowed = replace_parts(operation, SelectionSetNode(selections=nodes), operation.variable_definitions)
    whole = DocumentNode(definitions=(narrowed, *document.fragments.values()))
    needed = next(iter(separate_operations(whole).values()))
    used = UsedVariables()
    for definition in needed.definitions:
        visit(
            definition.selection_set if isinstance(definition, OperationDefinitionNode) else definition, used
        )
    kept = tuple(
        each for each in operation.variable_definitions or () if each.variable.name.value in used.names
    )
    return print_ast(
        DocumentNode(
            definitions=tuple(
                replace_parts(each, each.selection_set, kept)
                if isinstance(each, OperationDefinitionNode)
                else each
                for each in needed.definitions
            )
        )
    )


def replace_parts(
    operation: OperationDefinitionNode,
    selections: SelectionSetNode,
    variables: tuple[VariableDefinitionNode, ...] | None,
) -> OperationDefinitionNode:
    """The same operation with other selections and variables."""
    return OperationDefinitionNode(
        operation=operation.operation,
        name=operation.name,
        variable_definitions=variables or (),
        directives=operation.directives,
        selection_set=selections,
    )


class UsedVariables(Visitor):
    """Gathers the names of variables."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def enter_variable(self, node: VariableNode, *_: Any) -> None:
        """Note a variable."""
        self.names.add(node.name.value)
