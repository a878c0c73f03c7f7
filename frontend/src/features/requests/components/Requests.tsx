import { Route, Switch } from 'wouter';
import { RequestList } from './RequestList';
import { RequestStory } from './RequestStory';

/** The requests of the site, and the story of one. */
export default function Requests() {
  return (
    <Switch>
      <Route path="/requests/:issue">{({ issue }) => <RequestStory issue={decodeURIComponent(issue)} />}</Route>
      <Route>
        <RequestList />
      </Route>
    </Switch>
  );
}
