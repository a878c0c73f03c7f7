import { Route, Switch } from 'wouter';
import { ChooseRecipe } from './ChooseRecipe';
import { RecipeEditor } from './RecipeEditor';
import { RecipeList } from './RecipeList';

export default function Recipes() {
  return (
    <Switch>
      {/* As an expression: in the router's own patterns a plus repeats what stands before it. */}
      <Route path={/^\/recipes\/\+new\/?$/}>
        <ChooseRecipe />
      </Route>
      <Route path="/recipes/:key">{({ key }) => <RecipeEditor key={key} recipeKey={decodeURIComponent(key)} />}</Route>
      <Route>
        <RecipeList />
      </Route>
    </Switch>
  );
}
